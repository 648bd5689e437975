"""Reads a prompt file and refuses what is not exactly right: a prompt that is wrong by one variable misleads a model silently.

::

    ---
    name: answer            # the file's name
    version: 1              # raised with every change of meaning
    variables: [question]   # exactly the $names of the text
    ---
    The text, with $question; a dollar sign is written $$.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

FOLDER = Path(__file__).parent
_FENCE = "---\n"
_FIELDS = {"name": str, "version": int, "variables": list}


class PromptError(Exception):
    """A prompt file is missing or broken, or a prompt was given other values than it has variables. The message names the file."""


@dataclass(frozen=True)
class Prompt:
    """A prompt as its file states it. ``sha256`` is that of the whole file: it tells which wording an answer was made with."""

    name: str
    version: int
    variables: frozenset[str]
    text: str
    sha256: str

    def render(self, values: Mapping[str, str]) -> str:
        """The text with ``values`` filled in; a ``$`` inside a value stays as it is.

        Raises:
            PromptError: ``values`` are not exactly the variables of the prompt.
        """
        if values.keys() != self.variables:
            raise PromptError(f"{self.name}.md needs {sorted(self.variables)}, was given {sorted(values)}")
        return Template(self.text).substitute(values)


def load_prompts(folder: Path = FOLDER) -> dict[str, Prompt]:
    """All prompts of ``folder`` by name. Raises :class:`PromptError`."""
    return {path.stem: load_prompt(path.stem, folder) for path in sorted(folder.glob("*.md"))}


def load_prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt ``name`` of ``folder``.

    Raises:
        PromptError: the file is missing, is no UTF-8, or its front matter and its text do not agree.
    """
    path = folder / f"{name}.md"
    try:
        content = path.read_bytes()
        # A checkout may have turned the line ends; the wording, and so the digest, is the same.
        source = content.decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}: cannot be read: {error}") from error
    head, text = _split(path, source)
    if head["name"] != name:
        raise PromptError(f"{path}: name is {head['name']!r}, the file is called {name!r}")
    variables = _agreed_variables(path, head["variables"], text)
    return Prompt(name, head["version"], variables, text, hashlib.sha256(source.encode()).hexdigest())


def _split(path: Path, source: str) -> tuple[dict[str, Any], str]:
    import yaml

    if not source.startswith(_FENCE) or (end := source.find("\n" + _FENCE, len(_FENCE) - 1)) < 0:
        raise PromptError(f"{path}: does not begin with front matter between two lines of ---")
    try:
        head = yaml.safe_load(source[len(_FENCE) : end + 1])
    except yaml.YAMLError as error:
        raise PromptError(f"{path}: front matter: {error}") from error
    if not isinstance(head, dict) or head.keys() != _FIELDS.keys():
        raise PromptError(f"{path}: front matter must have exactly {', '.join(_FIELDS)}")
    for field, kind in _FIELDS.items():
        if type(head[field]) is not kind:
            raise PromptError(f"{path}: {field} must be {kind.__name__}, is {head[field]!r}")
    return head, source[end + 1 + len(_FENCE) :].strip()


def _agreed_variables(path: Path, declared: list[Any], text: str) -> frozenset[str]:
    template = Template(text)
    if not text or not template.is_valid():
        raise PromptError(f"{path}: the text is empty or has a $ that starts no variable; write $$ for a dollar sign")
    used = frozenset(template.get_identifiers())
    if len(declared) != len(set(map(str, declared))) or set(declared) != used:
        raise PromptError(f"{path}: declares the variables {declared}, the text uses {sorted(used)}")
    return used
