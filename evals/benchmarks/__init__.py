"""What the assistant is compared with: the stock LangChain recipe, and retrieval by itself."""
