"""The stock recipe over the real policy: real splitter, real model, real Chroma."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import Answer, Settings
from corpus import Document, load_corpus
from evals.benchmarks.places import places_in
from evals.benchmarks.stock import TOP, StockRecipe, fill_prompt, open_stock, says_it_does_not_know, with_earlier_turns

LOAN = "专利质押融资有什么支持"
QUESTIONS = (LOAN, "企业能获得哪些奖励", "今天南京天气怎么样", "hello", "?")
Opened = Callable[..., StockRecipe]


@pytest.fixture(scope="module")
def document() -> Document:
    found = load_corpus().document("js-ip-2023")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def opened(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Opens recipes on a copy of the built home, and closes them."""
    home = tmp_path_factory.mktemp("stock") / "home"
    shutil.copytree(built_home, home)
    recipes = []

    def open_one(**arguments: object) -> StockRecipe:
        recipes.append(open_stock(Settings(home=home), **arguments))  # type: ignore[arg-type]
        return recipes[-1]

    yield open_one
    for recipe in recipes:
        recipe.close()


@pytest.fixture(scope="module")
def stock(opened: Opened) -> StockRecipe:
    return opened()


def assert_cites_exactly(answer: Answer, document: Document) -> None:
    assert answer.citations
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert len({c.provision for c in answer.citations}) == len(answer.citations)
    for citation in answer.citations:
        provision = document.provision(citation.provision)
        assert provision is not None
        assert citation.quote == document.text[citation.start : citation.end] == citation.quote.strip() != ""
        assert provision.start <= citation.start < citation.end <= provision.end
        assert (citation.measure, citation.label) == (provision.measure, provision.label)
        assert (citation.document, citation.role, citation.kind) == (document.id, "support", "provision")


def test_chunks_are_those_of_the_tutorial_and_leave_nothing_out(stock: StockRecipe, document: Document) -> None:
    chunks = sorted(stock.retrieve(LOAN, 100), key=lambda chunk: chunk.start)
    assert len(chunks) == len(stock) > TOP
    assert all(len(chunk.text) <= 1000 for chunk in chunks)
    assert any(before.end > after.start for before, after in itertools.pairwise(chunks))
    covered = {at for chunk in chunks for at in range(chunk.start, chunk.end)}
    assert {at for at, char in enumerate(document.text) if not char.isspace()} <= covered


def test_the_four_nearest_chunks_are_found_best_first_and_again(stock: StockRecipe) -> None:
    found = stock.retrieve(LOAN)
    assert len(found) == TOP == 4
    assert len({chunk.start for chunk in found}) == 4
    assert found == stock.retrieve(LOAN, 6)[:4] == stock.retrieve(LOAN)
    assert "6" in {place.provision.id for place in found[0].places}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_best_chunk_word_for_word_whatever_is_asked(stock: StockRecipe, document: Document, question: str) -> None:
    answer, best = stock.ask(question, id="q-1"), stock.retrieve(question)[0]
    assert (answer.id, answer.question, answer.status, answer.mode) == ("q-1", question, "answered", "extractive")
    assert answer.answer == best.text == document.text[best.start : best.end]
    assert_cites_exactly(answer, document)
    assert {c.provision for c in answer.citations} == {place.provision.id for place in best.places}


def test_what_the_user_said_before_is_put_before_the_question(stock: StockRecipe) -> None:
    history = [
        {"role": "user", "content": "海外知识产权纠纷有人帮忙吗"},
        {"role": "assistant", "content": "有。"},
        {"role": "user", "content": "谁来帮"},
    ]
    answer = stock.ask("那保险呢", history)
    assert answer.question == "那保险呢"
    assert answer.standalone_question == "海外知识产权纠纷有人帮忙吗\n谁来帮\n那保险呢" == with_earlier_turns("那保险呢", history)
    assert answer.answer == stock.ask(answer.standalone_question).answer


def test_with_a_model_it_answers_from_all_four_chunks_and_cites_them(opened: Opened, document: Document) -> None:
    prompts: list[str] = []

    def chat(prompt: str) -> str:
        prompts.append(prompt)
        return " 可以贴息。\n"

    answer = (recipe := opened(chat=chat, model="some-model")).ask(LOAN)
    found = recipe.retrieve(LOAN)
    assert (answer.status, answer.mode, answer.model, answer.answer) == ("answered", "generative", "some-model", "可以贴息。")
    assert_cites_exactly(answer, document)
    assert {c.provision for c in answer.citations} == {place.provision.id for chunk in found for place in chunk.places}
    assert prompts == [fill_prompt(LOAN, found)]
    assert all(chunk.text in prompts[0] for chunk in found)
    assert "$" not in prompts[0]


def test_a_provision_that_several_chunks_hold_in_parts_is_cited_once_with_the_longest_part(opened: Opened, document: Document) -> None:
    recipe = opened(size=200, overlap=60, chat=lambda prompt: "有奖励。")
    answer = recipe.ask("奖励")
    assert_cites_exactly(answer, document)
    lengths: dict[str, list[int]] = {}
    for chunk in recipe.retrieve("奖励"):
        for place in chunk.places:
            lengths.setdefault(place.provision.id, []).append(place.length)
    assert {c.provision: len(c.quote) for c in answer.citations} == {provision: max(of) for provision, of in lengths.items()}
    assert any(of[0] < max(of) for of in lengths.values()), "a case in which it makes a difference"


def test_a_model_that_does_not_know_declines_and_cites_nothing(opened: Opened) -> None:
    answer = opened(chat=lambda prompt: "不知道。").ask(LOAN)
    assert (answer.status, answer.abstained, answer.reason, answer.citations) == ("declined", True, "no_evidence", ())


@pytest.mark.parametrize(
    "reply", ["不知道", "抱歉,我不知道。", "根据资料无法确定具体金额。", "I don't know.", "I do not know the answer.", " "]
)
def test_a_reply_that_does_not_know(reply: str) -> None:
    assert says_it_does_not_know(reply)


@pytest.mark.parametrize("reply", ["可以申请贴息。", "给予奖励。具体金额不知道。", "由省财政厅负责\n其余无法确定"])
def test_a_reply_that_knows_something(reply: str) -> None:
    assert not says_it_does_not_know(reply)


def test_a_question_may_hold_what_the_template_would_take_for_a_variable(stock: StockRecipe) -> None:
    assert "$context ${x} 100$" in fill_prompt("$context ${x} 100$", stock.retrieve(LOAN))


def test_smaller_chunks_make_another_recipe(opened: Opened) -> None:
    small = opened(size=500, overlap=100)
    assert small.name == "stock 500/100"
    assert all(len(chunk.text) <= 500 for chunk in small.retrieve(LOAN, 100))


def test_a_recipe_leaves_nothing_behind(opened: Opened) -> None:
    with opened() as recipe:
        folder = Path(recipe._folder.name)
        assert (folder / "chroma.sqlite3").is_file()
    assert not folder.exists()


def test_no_text_is_refused(stock: StockRecipe) -> None:
    with pytest.raises(ValueError, match="no text"):
        StockRecipe([], stock._store.embeddings)


def test_a_slice_is_the_provisions_that_it_substantially_holds(document: Document) -> None:
    five, six, part = (document.provision(key) for key in ("5", "6", "part-2"))
    assert five and six and part
    assert [p.provision.id for p in places_in(document, six.start, six.end)] == ["6"]
    # A few characters of the measure before are not enough; half of it is.
    assert [p.provision.id for p in places_in(document, five.end - 20, six.end)] == ["6"]
    middle = (five.start + five.end) // 2
    assert [p.provision.id for p in places_in(document, middle - 2, six.end)] == ["6", "5"]
    # A slice inside one provision is that provision, however long the provision is.
    assert [p.provision.id for p in places_in(document, six.start + 40, six.start + 50)] == ["6"]
    # Of a part only the heading is its own.
    heading, *_ = places_in(document, part.start, part.start + 8)
    assert (heading.provision.id, document.text[heading.start : heading.end]) == ("part-2", document.text[part.start : part.start + 8])
    assert "part-2" not in {p.provision.id for p in places_in(document, six.start, part.end)}


def test_the_documents_title_is_no_place(document: Document) -> None:
    title = document.provision("title")
    assert title is not None
    assert places_in(document, title.start, title.end) == []
