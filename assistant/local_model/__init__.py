"""A language model on this machine: llama.cpp in a process of its own, spoken to like any other OpenAI-compatible service.

The process listens on the loopback interface alone, on a free port, and asks for a key that is made anew at each start. It ends with
:meth:`LocalModel.close`, and by itself as soon as the process that started it is gone, however that ended.
"""

from assistant.local_model.model import LocalModel, require_own_embeddings

__all__ = ["LocalModel", "require_own_embeddings"]
