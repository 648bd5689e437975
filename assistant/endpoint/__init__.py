"""Models behind an OpenAI-compatible service. The only package that imports its client libraries.

Nothing is sent anywhere unless the settings name a model. The service's key never stands in an error message.
"""

from assistant.endpoint.chat import ChatModel, Completion
from assistant.endpoint.embeddings import EndpointEmbeddings
from assistant.endpoint.service import RETRIES, cut_to_tokens

__all__ = ["RETRIES", "ChatModel", "Completion", "EndpointEmbeddings", "cut_to_tokens"]
