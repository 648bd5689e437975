"""The index: built as generations, opened, searched.

``build_index`` makes a new generation, ``open_index`` gives an :class:`Index`, ``Index.search`` gives :class:`Passage` values.
"""

from assistant.index.build import build_index
from assistant.index.generation import Manifest
from assistant.index.open import Index, open_index
from assistant.index.snapshot import Passage

__all__ = ["Index", "Manifest", "Passage", "build_index", "open_index"]
