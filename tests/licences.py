"""The licence of every locked package, and whether it fits: ``python -m tests.licences`` (``make licences``) prints all and fails on any.

A licence is what the package's own metadata state (``License-Expression``, else its classifiers, else ``License``); what states none is
named with its source in ``licences.yaml``, or fails.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
RULES = Path(__file__).with_suffix(".yaml")
_PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; ([^\\\n]+))?", re.M)


@dataclass(frozen=True)
class Licence:
    """What one package may be used under."""

    package: str
    version: str
    says: str
    """SPDX expression, or what the package writes; empty where it states none."""
    problem: str = ""
    """Why it may not be used, or empty."""


Metadata = Callable[[str], Message]


def licences(
    users: Iterable[tuple[str, str]],
    tests: Iterable[tuple[str, str]],
    rules: dict[str, Any],
    read: Metadata = metadata,  # type: ignore[assignment]
) -> list[Licence]:
    """One for each (package, version): of those that users install and those that tests need, by name.

    ``read`` gives a package's metadata and raises PackageNotFoundError where it is not installed.
    """
    shipped = {name for name, _ in users}
    return [_of(name, version, name in shipped, rules, read) for name, version in sorted({*users, *tests})]


def locked(path: Path) -> list[tuple[str, str]]:
    """The (package, version) that a lock file pins for this machine."""
    from packaging.markers import Marker

    found = _PINNED.findall(path.read_text(encoding="utf-8"))
    return [(name.lower(), version) for name, version, marker in found if not marker.strip() or Marker(marker.strip()).evaluate()]


def _of(name: str, version: str, shipped: bool, rules: dict[str, Any], read: Metadata) -> Licence:
    known = rules["known"].get(name)
    if known is not None:
        problem = "only tests may need it" if shipped and known.get("tests") else ""
        return Licence(name, version, known["licence"], problem)
    try:
        says = _stated(read(name), rules["written"])
    except PackageNotFoundError:
        return Licence(name, version, "", "is not installed, and nothing is known of its licence")
    if not says:
        return Licence(name, version, "", "states no licence")
    return Licence(name, version, says, "" if _fits(says, set(rules["fits"])) else "does not fit")


def _stated(about: Message, written: dict[str, str]) -> str:
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    classified = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License :: ")]
    named = [written.get(line, line) for line in classified if line not in ("OSI Approved", "DFSG approved")]
    if named:
        return " OR ".join(named)
    line = str(about.get("License") or "").split("\n")[0].strip()
    return written.get(line, line)


def _fits(expression: str, fits: set[str]) -> bool:
    """Whether every part that is joined by AND has an alternative that fits."""
    bare = expression.replace("(", "").replace(")", "") if " AND " not in expression or " OR " not in expression else expression
    if "(" not in bare:
        return all(any(one.strip() in fits for one in part.split(" OR ")) for part in bare.split(" AND "))
    inner = re.sub(r"\(([^()]*)\)", lambda m: next(iter(sorted(fits))) if _fits(m[1], fits) else "unfit", bare)
    return inner != bare and _fits(inner, fits)


def main() -> int:
    """Print every licence; 1 where one is missing or does not fit."""
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    found = licences(locked(ROOT / "requirements.lock"), locked(ROOT / "requirements-dev.lock"), rules)
    wide = max(len(f"{each.package} {each.version}") for each in found)
    print("\n".join(f"{f'{each.package} {each.version}':{wide}}  {each.says or '–'}" for each in found))
    wrong = [each for each in found if each.problem]
    for each in wrong:
        print(f"{each.package} {each.version}: {each.problem} ({each.says or 'nothing stated'})", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
