"""What a run was a run of: the commit, the hashes of what it rests on, the settings without secrets."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr

from assistant import Settings, without_secrets
from corpus import Corpus
from evals.gold_schema import GoldQuestion
from evals.suites import fingerprint
from prompts import load_prompts

ROOT = Path(__file__).parent.parent


class Provenance(BaseModel):
    """Enough to tell two runs apart, and to make one again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    commit: str | None
    """Of the checkout that the code runs from; None where it is installed without one."""
    dirty: bool | None
    """Whether the checkout differs from the commit."""
    gold: str
    prompts: str
    corpus: str
    code: str
    """Hashes: of the questions asked, of all prompts, of all documents, of the code of the packages."""
    settings: dict[str, Any]


def trace_back(questions: Sequence[GoldQuestion], corpus: Corpus, settings: Settings) -> Provenance:
    """The provenance of a run over ``questions``."""
    commit = _git("rev-parse", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no") if commit else None
    return Provenance(
        commit=commit,
        dirty=None if changed is None else bool(changed),
        gold=_digest([f"{q.id} {fingerprint(q)}" for q in questions]),
        prompts=_digest([f"{name} {prompt.sha256}" for name, prompt in sorted(load_prompts().items())]),
        corpus=_digest([f"{name} {digest}" for name, digest in corpus.fingerprint().items()]),
        code=code_digest(("corpus", "prompts", "assistant", "evals")),
        settings=public(settings),
    )


def public(settings: Settings) -> dict[str, Any]:
    """``settings`` without secrets: a key is told as set or not, and a password, a query and a user leave an address."""
    return {name: _safe(value) for name, value in settings.model_dump().items()}


def _safe(value: object) -> Any:
    if isinstance(value, SecretStr):
        return "set"
    if isinstance(value, Path):
        return value.name
    if isinstance(value, str) and "://" in value:
        return without_secrets(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def code_digest(packages: Sequence[str]) -> str:
    """Changes with any line of code or data of ``packages``."""
    files = sorted(p for package in packages for p in (ROOT / package).rglob("*") if p.suffix in (".py", ".yaml"))
    return _digest([f"{p.relative_to(ROOT).as_posix()} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files])


def _git(*arguments: str) -> str | None:
    """What git says of the checkout; None where there is no git or no checkout of this project."""
    try:
        told = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, timeout=20, check=True)  # noqa: S607
        top = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--show-toplevel"], capture_output=True, text=True, timeout=20)  # noqa: S607
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() if Path(top.stdout.strip()) == ROOT else None


def dumped(value: BaseModel) -> str:
    """A model as indented JSON."""
    return json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=1)
