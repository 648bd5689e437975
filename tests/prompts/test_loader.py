"""Prompt files are read strictly: what is not exactly right is refused by name."""

from pathlib import Path

import pytest

from prompts import PromptError, load_prompt, load_prompts

GOOD = "---\nname: greet\nversion: 2\nvariables: [who, when]\n---\nGood $when, $who. It costs $$5.\n"


def write(folder: Path, content: str, name: str = "greet") -> Path:
    (folder / f"{name}.md").write_bytes(content.encode())
    return folder


def test_a_prompt_is_rendered_with_its_variables(tmp_path: Path) -> None:
    prompt = load_prompt("greet", write(tmp_path, GOOD))
    assert (prompt.version, prompt.variables) == (2, {"who", "when"})
    assert prompt.render({"who": "Ms Li", "when": "day"}) == "Good day, Ms Li. It costs $5."


def test_a_dollar_sign_in_a_value_is_not_a_variable(tmp_path: Path) -> None:
    assert load_prompt("greet", write(tmp_path, GOOD)).render({"who": "$when", "when": "day"}).startswith("Good day, $when.")


@pytest.mark.parametrize("values", [{}, {"who": "x"}, {"who": "x", "when": "y", "where": "z"}])
def test_missing_and_superfluous_values_are_refused(tmp_path: Path, values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match=r"greet\.md needs \['when', 'who'\]"):
        load_prompt("greet", write(tmp_path, GOOD)).render(values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[who, when]", "[who]"), "the text uses"),
        (("[who, when]", "[who, when, where]"), "the text uses"),
        (("[who, when]", "[who, when, who]"), "declares the variables"),
        (("name: greet", "name: other"), "the file is called 'greet'"),
        (("version: 2", "version: two"), "version must be int"),
        (("version: 2", "version: true"), "version must be int"),
        (("version: 2\n", ""), "exactly name, version, variables"),
        (("version: 2", "version: 2\nmodel: x"), "exactly name, version, variables"),
        (("version: 2", "version: [2"), "front matter"),
        (("$$5", "$ 5"), r"write \$\$"),
        (("---\nname", "name"), "does not begin with front matter"),
        (("Good $when, $who. It costs $$5.", ""), "the text is empty"),
    ],
)
def test_what_is_not_exactly_right_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    broken = GOOD.replace(*change)
    assert broken != GOOD
    with pytest.raises(PromptError, match=said):
        load_prompt("greet", write(tmp_path, broken))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"nowhere\.md: cannot be read"):
        load_prompt("nowhere", tmp_path)


def test_the_digest_follows_the_wording_and_not_the_line_ends(tmp_path: Path) -> None:
    first = load_prompt("greet", write(tmp_path, GOOD)).sha256
    assert load_prompt("greet", write(tmp_path, GOOD.replace("\n", "\r\n"))).sha256 == first
    assert load_prompt("greet", write(tmp_path, GOOD.replace("Good", "Fine"))).sha256 != first


def test_every_shipped_prompt_loads_and_renders() -> None:
    prompts = load_prompts()
    assert prompts
    for prompt in prompts.values():
        rendered = prompt.render({name: f"<{name}>" for name in prompt.variables})
        assert all(f"<{name}>" in rendered for name in prompt.variables)
