"""Models behind an OpenAI-compatible service. The only package that imports its client libraries.

Nothing is sent anywhere unless the settings name a model. The service's key never stands in an error message.
"""

from assistant.endpoint.breaker import Breaker, Budget
from assistant.endpoint.chat import ChatModel, Completion, Reply
from assistant.endpoint.embeddings import EndpointEmbeddings
from assistant.endpoint.service import RETRIES
from assistant.endpoint.tokens import count_tokens, cut_to_tokens

__all__ = ["RETRIES", "Breaker", "Budget", "ChatModel", "Completion", "EndpointEmbeddings", "Reply", "count_tokens", "cut_to_tokens"]
