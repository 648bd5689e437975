"""What is asked: a typed result that can be shown, made before anything is looked up."""

from assistant.understanding.model import ProvisionRef, Understanding
from assistant.understanding.understand import understand

__all__ = ["ProvisionRef", "Understanding", "understand"]
