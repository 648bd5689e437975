"""Every regular expression of the program that sees text from outside, found in three ways: those that loading the code and its data
compiles, those that answering compiles, and those that stand in functions.

Run as a program it prints them as JSON, a process of its own being needed: the recorder must be there before the first import.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("corpus", "assistant", "ui")
TRUSTED = (
    "corpus/check", "corpus/points", "corpus/records", "corpus/glossary", "corpus/naming", "assistant/cli/", "assistant/doctor",
    "assistant/settings", "assistant/messages", "assistant/vectors", "assistant/local_model", "assistant/staff", "assistant/store",
    "assistant/privacy", "assistant/errors", "assistant/explaining",
)  # fmt: skip
"""What reads our own records, settings and command line; concealing has its own test of this kind."""
MODES = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
_QUESTIONS = (
    "专利质押融资有什么支持？", "措施六由谁负责？", "我们是南京的一家小微企业，去年营收3000万元，可以申请什么？", "第十三条说了什么",
    "有哪些措施涉及奖励", "有效期到什么时候", "最后两条讲什么", "比较措施四和措施五", "What support is there for patents?",
    "数据知识产权登记由谁办？高价值专利有多少？",
)  # fmt: skip


def record() -> dict[tuple[str, int], dict[str, Any]]:
    """From now on every compiled expression is kept: (pattern, flags) to where it was compiled and in which way it is used."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    compile_, ways = re._compile, {"compile", *MODES}  # type: ignore[attr-defined]

    def recording(pattern: Any, flags: Any) -> Any:
        compiled = compile_(pattern, flags)
        way, frame = sys._getframe(1).f_code.co_name, sys._getframe(2)
        if way in ways and isinstance(compiled.pattern, str):
            place = _place(frame.f_code.co_filename)
            if place and not place.startswith(TRUSTED):
                entry = found.setdefault((compiled.pattern, compiled.flags), {"places": set(), "modes": set()})
                entry["places"].add(f"{place}:{frame.f_lineno}")
                entry["modes"] |= _modes_of(place, frame.f_lineno) if way == "compile" else {way}
        return compiled

    re._compile = recording  # type: ignore[attr-defined]
    return found


def _place(file: str) -> str:
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES else ""


_SOURCES: dict[str, str] = {}


def _source(place: str) -> str:
    return _SOURCES.setdefault(place, (ROOT / place).read_text(encoding="utf-8"))


def _modes_of(place: str, line: int) -> set[str]:
    """How the compiled expression at ``place`` is used, by the name that it is given; all ways when it is given none."""
    head = _source(place).splitlines()[line - 1]
    name = re.match(r"\s*(_?[A-Z][A-Z_0-9]+)(?::[^=]*)? = ", head)
    if name is None:
        return _modes_in(place)
    uses = re.findall(rf"\b{name[1]}\b(?:\.(\w+)\()?", _source(place) if name[1].startswith("_") else _everything())
    named = {use for use in uses if use in MODES}
    return named if named and uses.count("") <= 1 else _modes_in(place)


def _modes_in(place: str) -> set[str]:
    """All ways in which the file at ``place`` uses expressions."""
    return set(re.findall(rf"\.({'|'.join(MODES)})\(", _source(place))) or set(MODES)


@cache
def _everything() -> str:
    return "\n".join(_source(path.relative_to(ROOT).as_posix()) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def load() -> None:
    """Import everything and read all data that is read once."""
    for package in PACKAGES:
        for info in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not info.name.endswith("__main__"):
                importlib.import_module(info.name)
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES:
            for value in list(vars(module).values()):
                if hasattr(value, "cache_info") and not _needed(value):
                    value()


def _needed(function: Any) -> list[inspect.Parameter]:
    return [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]


def use() -> None:
    """Ask, draft and check once, so that what is compiled from the documents is compiled."""
    from assistant import Assistant
    from assistant.drafting import compose_draft
    from assistant.drafting.edited import editable
    from assistant.drafting.editing import check_edited
    from assistant.settings import Settings

    with tempfile.TemporaryDirectory() as home:
        opened = Assistant.open(Settings(home=Path(home)))
        for question in _QUESTIONS:
            opened.ask(question)
        draft = compose_draft(opened, "您好！" + "".join(_QUESTIONS))
        check_edited(draft, editable(draft), opened.corpus)


def in_functions() -> Iterator[tuple[str, int, dict[str, Any]]]:
    """The expressions that are written out in a call of :mod:`re`, where they can be told without running the function."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if place.startswith(TRUSTED) or path.name == "__main__.py":
                continue
            names = vars(sys.modules.get(place.removesuffix(".py").removesuffix("/__init__").replace("/", "."), ast))
            for node in ast.walk(ast.parse(_source(place))):
                if _is_call(node) and (pattern := _told(node.args[0], names)) is not None:  # type: ignore[attr-defined]
                    way = node.func.attr  # type: ignore[attr-defined]
                    flags = next((_told(k.value, names) for k in node.keywords if k.arg == "flags"), 0)  # type: ignore[attr-defined]
                    yield pattern, int(flags or 0), {"places": {f"{place}:{node.lineno}"}, "modes": {way} & set(MODES) or set(MODES)}  # type: ignore[attr-defined]


def _is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re" and node.func.attr in MODES and bool(node.args)
    )  # fmt: skip


def _told(node: ast.expr, names: dict[str, Any]) -> Any:
    try:
        value = eval(compile(ast.Expression(node), "pattern", "eval"), dict(names))
    except Exception:
        return None
    return value.pattern if isinstance(value, re.Pattern) else value if isinstance(value, str | int) else None


def main() -> None:
    found = record()
    load()
    use()
    for pattern, flags, entry in in_functions():
        if isinstance(pattern, str):
            key = (pattern, re.compile(pattern, flags).flags)
            kept = found.setdefault(key, {"places": set(), "modes": set()})
            kept["places"] |= entry["places"]
            kept["modes"] |= entry["modes"]
    rows = [[pattern, flags, sorted(e["places"]), sorted(e["modes"])] for (pattern, flags), e in found.items()]
    sys.stdout.write(json.dumps(rows))


if __name__ == "__main__":
    main()
