"""Sentences for users: one file per language, the same keys and variables in both, nothing filled in by halves."""

from pathlib import Path

import pytest

from assistant.messages import LANGUAGES, MessageError, Messages, messages, text


def test_all_languages_have_the_same_messages_with_the_same_variables() -> None:
    first, *others = (messages(lang).variables for lang in LANGUAGES)
    assert first
    for other in others:
        assert dict(other) == dict(first)


def test_a_message_is_filled_in() -> None:
    assert text("cli.error", "en", message="no $money") == "Error: no $money"


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("cli.nowhere", {}, "no message 'cli.nowhere'"),
        ("cli", {}, "no message 'cli'"),
        ("cli.error", {}, r"needs \['message'\], was given \[\]"),
        ("cli.error", {"message": "x", "more": "y"}, r"was given \['message', 'more'\]"),
    ],
)
def test_a_wrong_key_or_wrong_values_are_refused(key: str, values: dict[str, str], said: str) -> None:
    with pytest.raises(MessageError, match=said):
        text(key, "en", **values)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a: one\na: two\n", "named twice: a"),
        ("a:\n  b: 1\n", "a.b is int"),
        ("a: costs 5 $\n", "write \\$\\$"),
        ("a: [one]\n", "a is list"),
        ("a: 'open\n", "cannot be read"),
        ("", "the file is NoneType"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, source: str, said: str) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(MessageError, match=said):
        Messages(path)


def test_every_message_that_the_command_line_asks_for_is_used() -> None:
    """A sentence that nobody says any more is taken out of the files."""
    sources = "\n".join(p.read_text(encoding="utf-8") for p in (Path(__file__).parent.parent / "assistant" / "cli").glob("*.py"))
    computed = {"documents.measures", "documents.provisions", "documents.repairs", "ingest.added", "ingest.replaced", "ingest.unchanged"}
    computed |= {f"documents.force_{force}" for force in ("not_yet", "expired", "repealed", "undecided")}
    keys = {key.removeprefix("cli.") for key in messages("en").variables if key.startswith("cli.")}
    assert not {key for key in keys - computed if f'"{key}"' not in sources and f"'{key}'" not in sources}
