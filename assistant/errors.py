"""Everything that this package raises on purpose.

::

    AssistantError
    ├── SettingsError      a setting is missing, malformed or contradicts another
    ├── RetrievalError     the index is missing, stale, damaged or out of reach
    ├── ModelError         the language or embedding model failed
    │   ├── ModelTimeout
    │   └── ModelOutputInvalid
    └── StoreError         conversations, feedback or drafts could not be kept
        └── GoneFromStore  a conversation or an exchange was deleted, and nothing more is kept of it

A message names the file or setting and the next step. ``corpus`` raises :class:`corpus.CorpusError` of its own, at build time only.
"""


class AssistantError(Exception):
    """Base of all errors that the assistant raises on purpose."""


class SettingsError(AssistantError):
    """A setting is missing, malformed or contradicts another."""


class RetrievalError(AssistantError):
    """The index is missing, stale, damaged or out of reach."""


class ModelError(AssistantError):
    """The language or embedding model failed."""


class ModelTimeout(ModelError):
    """The model did not answer in time."""


class ModelOutputInvalid(ModelError):
    """The model answered, but not in the form asked for."""


class StoreError(AssistantError):
    """Something could not be kept or read back."""


class GoneFromStore(StoreError):
    """A conversation or an exchange is not there: it was deleted, perhaps by another server, and nothing more is kept of it."""
