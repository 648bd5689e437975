"""Passwords of staff: their hashes, the file, the command that makes a line of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import AssistantError
from assistant.settings import Settings
from assistant.staff import check_staff, hashed, matches, read_staff
from tests.cli import run


@pytest.fixture(scope="module")
def stored() -> str:
    return hashed("正确 horse battery")


def test_a_password_matches_its_hash_and_no_other(stored: str) -> None:
    assert matches("正确 horse battery", stored)
    assert not matches("正确 horse batterz", stored)
    assert not matches("", stored)
    assert not matches("x" * 5000, stored)
    assert stored.startswith("$scrypt$ln=15,r=8,p=1$")
    assert hashed("正确 horse battery") != stored


@given(st.text(max_size=60))
def test_what_is_no_hash_matches_nothing_and_raises_nothing(text: str) -> None:
    assert not matches("password", text)
    assert not matches("password", f"$scrypt$ln={text}")


@pytest.mark.parametrize("parameters", ["ln=30,r=8,p=1", "ln=15,r=99,p=1", "ln=2,r=8,p=1", "ln=15,r=8,p=99"])
def test_parameters_that_are_too_weak_or_would_take_all_memory_are_refused(tmp_path: Path, stored: str, parameters: str) -> None:
    path = tmp_path / "staff.txt"
    path.write_text("li.lei:" + stored.replace("ln=15,r=8,p=1", parameters), encoding="utf-8")
    with pytest.raises(AssistantError, match="line 1"):
        read_staff(path)


def test_the_command_prints_a_line_of_the_file(tmp_path: Path) -> None:
    ended = run("staff-password", "zhang.san", stdin="correct horse battery\n")
    assert ended.code == 0
    (tmp_path / "staff.txt").write_text(ended.out, encoding="utf-8")
    assert matches("correct horse battery", read_staff(tmp_path / "staff.txt")["zhang.san"])
    assert "horse" not in ended.out + ended.err


@pytest.mark.parametrize(("name", "password"), [("a:b", "correct horse battery"), ("a b", "correct horse battery"), ("zhang.san", "short")])
def test_a_bad_name_or_password_is_misuse(name: str, password: str) -> None:
    ended = run("staff-password", name, stdin=password + "\n")
    assert (ended.code, ended.out) == (2, "")
    assert password not in ended.err


def test_a_name_stands_in_the_file_once(tmp_path: Path, stored: str) -> None:
    path = tmp_path / "staff.txt"
    path.write_text(f"a:{stored}\na:{stored}\n", encoding="utf-8")
    with pytest.raises(AssistantError, match="line 2"):
        check_staff(Settings(staff_file=path))
