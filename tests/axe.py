"""axe-core, the rules by which pages are held against WCAG: fetched once from npm into the environment of the tests, its hash checked.

``make setup-dev`` runs it (``python -m tests.axe``). It is a tool of the tests alone: nothing of it is in the repository or the package.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

VERSION = "4.14.1"
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""SHA-512 of the package, as the registry of npm states it for this version."""
SCRIPT = Path(sys.prefix) / "share" / f"axe-core-{VERSION}" / "axe.min.js"
ABSENT = (
    f"axe-core {VERSION} is not here, and the accessibility tests need it: install npm (Debian, Ubuntu: apt-get install npm), "
    "then run make setup-dev."
)

GRAVE = ("critical", "serious")
_RUN = """async () => {
  const told = (rule, node) =>
    [`${rule.impact} ${rule.id}: ${rule.help}`, node.target.flat().join(" "), node.html.slice(0, 200), rule.helpUrl];
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap((rule) => rule.nodes.map((node) => [rule.impact, told(rule, node).join("\\n  ")]));
}"""


class WrongPackage(Exception):
    """What came is not what was pinned."""


def install(script: Path = SCRIPT) -> bool:
    """Put the script of the pinned package where the tests look for it; whether it is there now.

    Raises:
        WrongPackage: the package that came has another hash.
    """
    npm = shutil.which("npm")
    if script.is_file() or npm is None:
        return script.is_file()
    with tempfile.TemporaryDirectory() as folder:
        arguments = [npm, "pack", f"axe-core@{VERSION}", "--pack-destination", folder, "--silent", "--ignore-scripts"]
        done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, timeout=300)
        found = list(Path(folder).glob("*.tgz"))
        if not found:
            print(f"npm could not fetch it: {' '.join(done.stderr.split())[:300]}", file=sys.stderr)
            return False
        unpack(found[0], script)
    return True


def unpack(package: Path, script: Path) -> None:
    """The script and the licence out of ``package``, once its hash is the pinned one. Raises :class:`WrongPackage`."""
    given = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if given != INTEGRITY:
        raise WrongPackage(
            f"axe-core {VERSION} from npm has the SHA-512 {given}, and {INTEGRITY} is pinned in tests/axe.py: it is not used"
        )
    script.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(package) as members:
        for name in ("LICENSE", script.name):
            content = members.extractfile(f"package/{name}")
            assert content is not None
            # The script comes last and in one step: it is what tells that all of it is here.
            part = script.parent / f"{name}.part"
            part.write_bytes(content.read())
            part.replace(script.parent / name)


def findings(page: Page, script: str) -> list[str]:
    """What axe-core finds in a page that is grave: rule, what it asks for, the element, where it is explained. ``script`` is its source."""
    page.evaluate(script)
    # A style that is just changing is measured as what it changes from.
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    return [told for impact, told in page.evaluate(_RUN) if impact in GRAVE]


def main() -> int:
    """Exit code 1 on CI where it is missing, and wherever it is not what was pinned."""
    try:
        there = install()
    except WrongPackage as error:
        print(error, file=sys.stderr)
        return 1
    if not there:
        print(ABSENT, file=sys.stderr)
    return 0 if there or not os.environ.get("CI") else 1


if __name__ == "__main__":
    sys.exit(main())
