"""Every sentence that a user reads, one YAML file per language (``zh.yaml``, ``en.yaml``), read strictly.

Keys are the path through the file joined by dots (``cli.ask.help``); a variable is written ``$name``, a dollar sign ``$$``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = Path(__file__).parent


class MessageError(Exception):
    """A message does not exist, its file is broken, or it was given other values than it has variables: a fault of the program."""


class Messages:
    """The messages of one language. ``variables`` maps every key to the names that its message needs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._templates = dict(_flatten(path, "", _read(path)))
        self.variables = {key: frozenset(template.get_identifiers()) for key, template in self._templates.items()}

    def text(self, key: str, values: dict[str, object]) -> str:
        """The message ``key`` with ``values`` filled in.

        Raises:
            MessageError: no such key, or ``values`` are not exactly its variables.
        """
        template = self._templates.get(key)
        if template is None:
            raise MessageError(f"{self._path.name}: no message {key!r}")
        if values.keys() != self.variables[key]:
            raise MessageError(f"{self._path.name}: {key} needs {sorted(self.variables[key])}, was given {sorted(values)}")
        return template.substitute(values)


@lru_cache(maxsize=len(LANGUAGES))
def messages(lang: Language) -> Messages:
    """The messages of ``lang``, read from their file once in a process."""
    return Messages(FOLDER / f"{lang}.yaml")


def text(key: str, lang: Language = "zh", **values: object) -> str:
    """The sentence ``key`` in ``lang`` with its variables filled in.

    Raises:
        MessageError: no such key, or ``values`` are not exactly the variables of the message.
    """
    return messages(lang).text(key, values)


def _read(path: Path) -> Any:
    import yaml

    class Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Refuses a mapping that names a key twice; plain YAML keeps the last one silently."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            names = [key.value for key, _ in node.value]
            if twice := {name for name in names if names.count(name) > 1}:
                raise MessageError(f"{path.name}, line {node.start_mark.line + 1}: named twice: {', '.join(sorted(twice))}")
            return dict(super().construct_mapping(node, deep))

    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Strict)  # noqa: S506 - a safe loader that is stricter
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MessageError(f"{path}: cannot be read: {error}") from error


def _flatten(path: Path, prefix: str, node: Any) -> list[tuple[str, Template]]:
    if isinstance(node, dict):
        return [pair for name, below in node.items() for pair in _flatten(path, f"{prefix}.{name}" if prefix else str(name), below)]
    if not isinstance(node, str):
        raise MessageError(f"{path.name}: {prefix or 'the file'} is {type(node).__name__}, expected text (put it in quotes)")
    template = Template(node.rstrip("\n"))
    if not template.is_valid():
        raise MessageError(f"{path.name}: {prefix} has a $ that starts no variable; write $$ for a dollar sign")
    return [(prefix, template)]
