"""axe-core as the set-up fetches it: only the package that was pinned, and one sentence where it cannot be had."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest

from tests import axe


@pytest.fixture
def other_package(tmp_path: Path) -> Path:
    """A package with the right names in it, and not the pinned one."""
    folder = tmp_path / "package"
    folder.mkdir()
    for name in ("axe.min.js", "LICENSE"):
        (folder / name).write_text("window.__pwned = 1", encoding="utf-8")
    path = tmp_path / "axe.tgz"
    with tarfile.open(path, "w:gz") as members:
        members.add(folder, "package")
    return path


def test_another_package_is_not_unpacked(other_package: Path, tmp_path: Path) -> None:
    with pytest.raises(axe.WrongPackage, match="is pinned in tests/axe"):
        axe.unpack(other_package, tmp_path / "share" / "axe.min.js")
    assert not (tmp_path / "share").exists()


def test_the_pinned_package_is_unpacked_with_its_licence(other_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import base64
    import hashlib

    monkeypatch.setattr(axe, "INTEGRITY", base64.b64encode(hashlib.sha512(other_package.read_bytes()).digest()).decode())
    axe.unpack(other_package, tmp_path / "share" / "axe.min.js")
    assert sorted(p.name for p in (tmp_path / "share").iterdir()) == ["LICENSE", "axe.min.js"]


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_npm_one_sentence_says_what_to_do(
    ci: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(axe.install, "__defaults__", (tmp_path / "axe.min.js",))
    monkeypatch.setenv("CI", ci)
    assert axe.main() == code
    assert capsys.readouterr().err.splitlines() == [axe.ABSENT]
    assert axe.ABSENT.count(".") == 3 and "install npm" in axe.ABSENT
