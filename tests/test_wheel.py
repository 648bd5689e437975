"""The wheel holds all that it needs, and answers with a citation outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "corpus", "prompts", "ui", "evals")
NEEDED = {".txt", ".yaml", ".md", ".npz", ".css", ".js", ".html", ".j2", ".json", ".py", ".svg"}


def run(*arguments: str | Path, cwd: Path, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ASSISTANT_", "OPENAI_", "CHROMA_", "PYTHON"))}
    done = subprocess.run([*map(str, arguments)], cwd=cwd, env={**environment, **variables}, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout, built by the pinned build backend without asking any index."""
    folder = tmp_path_factory.mktemp("wheel")
    program = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    return folder / run(sys.executable, "-c", program, cwd=ROOT).splitlines()[-1]


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment that holds the wheel, and sees the libraries of this one but not this checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    libraries = {path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")}
    # Lines of a .pth file add folders but do not read the .pth files in them, one of which would bring the checkout back.
    (packages / "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return python


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "ls-files", "-z", *PACKAGES, cwd=ROOT).split("\0")
    files = {name for name in tracked if Path(name).suffix in NEEDED and (ROOT / name).exists()}
    assert len(files) > 50
    assert not files - held
    for kind in ("corpus/texts/", "corpus/records/", "prompts/", "assistant/messages/", "assistant/vectors/", "ui/static/"):
        assert [name for name in held if name.startswith(kind)], kind


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).namelist()
    assert not [n for n in held if not n.startswith(PACKAGES) and ".dist-info/" not in n]
    assert not [n for n in held if "__pycache__" in n or n.endswith((".pyc", ".sqlite3"))]
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)


def test_it_answers_with_a_citation_outside_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clean"
    folder.mkdir()
    where = run(elsewhere, "-c", "import assistant, corpus, ui; print(assistant.__file__, corpus.__file__, ui.__file__)", cwd=folder)
    assert str(ROOT) not in where
    program = "from importlib.metadata import entry_points; entry_points(group='console_scripts')['assistant'].load()()"
    asked = ("ask", "--json", "专利质押融资有什么支持")
    answer = json.loads(run(elsewhere, "-X", "utf8", "-c", program, *asked, cwd=folder, ASSISTANT_HOME=str(tmp_path / "home")))
    assert answer["status"] == "answered"
    cited = next(citation for citation in answer["citations"] if citation["measure"] == 6)
    text = run(
        elsewhere, "-X", "utf8", "-c", "from corpus import load_corpus; print(load_corpus().document('js-ip-2023').text)", cwd=folder
    )
    assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_the_front_end_is_found_by_its_entry_point(elsewhere: Path, tmp_path: Path) -> None:
    program = "from importlib.metadata import entry_points as e; print(*(p.value for p in e(group='policy_assistant.frontend')))"
    assert run(elsewhere, "-c", program, cwd=tmp_path).split() == ["ui.server:serve"]
