"""A document's validity comes from what is said of that document: its own dates and term, and the repeals of it in others that are held."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.ingest import ingest
from corpus.library import Corpus, load_corpus
from corpus.metadata import read_metadata


def taken_in(tmp_path: Path, *texts: str) -> Corpus:
    """The corpus with documents of these texts, in the order of the texts among those taken in."""
    for number, words in enumerate(texts):
        (tmp_path / f"paper-{'abcdefgh'[number]}.txt").write_text(words, encoding="utf-8")
    assert list(ingest([tmp_path], tmp_path / "held"))
    return load_corpus(tmp_path / "held")


def paper(title: str, last: str, number: str = "", day: str = "2024年4月2日") -> str:
    head = f"{number}\n" if number else ""
    return f"{title}\n{head}第一条 为了规范码头停靠，制定本办法。\n第二条 船舶停靠须登记。\n第三条 {last}\n临江市港务局\n{day}\n"


TITLE = "临江市码头停靠管理办法"


def force(tmp_path: Path, last: str, day: str, **named: str) -> str:
    corpus = taken_in(tmp_path, paper(TITLE, last, **named))
    held = next(d for d in corpus.documents if d.title == TITLE)
    return corpus.validity(held).on(dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("last", "days"),
    [
        ("本办法自2024年5月1日起施行，有效期五年。", {"2024-04-30": "not_yet", "2024-05-01": "in_force", "2029-05-01": "expired"}),
        ("本办法自2024年5月1日起施行，有效期为5年。", {"2029-04-30": "in_force", "2029-05-01": "expired"}),
        ("本办法自2024年5月1日起试行，试行期两年。", {"2024-05-01": "in_force", "2026-04-30": "in_force", "2026-05-01": "expired"}),
        ("本办法自2024年5月1日起施行，有效期至2026年12月31日。", {"2026-12-31": "in_force", "2027-01-01": "expired"}),
        ("本办法自2024年5月1日起施行，至2026年12月31日止。", {"2026-12-31": "in_force", "2027-01-01": "expired"}),
        ("本办法自2024年5月1日起施行，自2027年1月1日起自动失效。", {"2026-12-31": "in_force", "2027-01-01": "expired"}),
        ("本办法自印发之日起施行，有效期自印发之日起3年。", {"2024-04-02": "in_force", "2027-04-01": "in_force", "2027-04-02": "expired"}),
        ("本办法自2024年5月1日起施行，有效期十八个月。", {"2025-10-31": "in_force", "2025-11-01": "expired"}),
        ("本办法自2024年5月1日起施行。", {"2024-04-30": "not_yet", "2050-01-01": "in_force"}),
        ("停靠证有效期三年。本办法自2024年5月1日起施行。", {"2040-01-01": "in_force"}),
        ("持有效期至2025年6月30日的船票可以登船。本办法自2024年5月1日起施行。", {"2040-01-01": "in_force"}),
        ("本办法自2024年5月1日起施行，《临江市渡口管理规定》同时废止。", {"2024-05-01": "in_force", "2040-01-01": "in_force"}),
        ("本办法由港务局解释。", {"2024-05-01": "unknown"}),
    ],
)  # fmt: skip
def test_a_documents_own_words_say_how_long_it_holds(tmp_path: Path, last: str, days: dict[str, str]) -> None:
    corpus = taken_in(tmp_path, paper(TITLE, last))
    known = corpus.validity(next(d for d in corpus.documents if d.title == TITLE))
    assert {day: known.on(dt.date.fromisoformat(day)) for day in days} == days


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2023-01-18", "not_yet"),
        ("2023-01-19", "undecided"),
        ("2023-09-28", "undecided"),
        ("2023-09-29", "in_force"),
        ("2026-01-01", "in_force"),
        ("2028-01-18", "in_force"),
        ("2028-01-19", "undecided"),
        ("2028-09-28", "undecided"),
        ("2028-09-29", "expired"),
    ],
)
def test_with_lost_digits_only_what_every_fitting_date_says_is_said(day: str, expected: str) -> None:
    corpus = load_corpus()
    known = corpus.validity(corpus.policies[0])
    assert known.on(dt.date.fromisoformat(day)) == expected and known.because == "lost"


def test_a_year_that_is_only_partly_covered_is_said_to_be_so(tmp_path: Path) -> None:
    corpus = taken_in(tmp_path, paper(TITLE, "本办法自2024年5月1日起施行，有效期五年。"))
    known = corpus.validity(next(d for d in corpus.documents if d.title == TITLE))
    assert known.over(dt.date(2024, 1, 1), dt.date(2024, 12, 31)) == "partly"
    assert known.over(dt.date(2025, 1, 1), dt.date(2025, 12, 31)) == "in_force"


@pytest.mark.parametrize(
    "words",
    [
        "《临江市码头停靠管理办法》同时废止。",
        "《临江市码头停靠管理办法》（临政发〔2024〕7号）同时废止。",
        "原《临江市港务局关于印发临江市码头停靠管理办法的通知》（临政发〔2024〕7号）废止。",
        "下列文件同时废止：\n1.《临江市渡口管理规定》\n2.《临江市码头停靠管理办法》（临政发〔2024〕7号）",
    ],
)
def test_one_held_document_repeals_another_from_its_own_day(tmp_path: Path, words: str) -> None:
    old = paper(TITLE, "本办法自2024年5月1日起施行。", number="临政发〔2024〕7号")
    new = paper("临江市港口岸线管理办法", f"本办法自2026年3月1日起施行。{words}", number="临政发〔2026〕2号", day="2026年2月3日")
    corpus = taken_in(tmp_path, old, new)
    known = {d.title: corpus.validity(d) for d in corpus.documents}
    assert known[TITLE].on(dt.date(2026, 2, 28)) == "in_force"
    assert known[TITLE].on(dt.date(2026, 3, 1)) == "repealed"
    ((repeal, _),) = known[TITLE].repealed_by
    assert "码头停靠管理办法" in repeal.found.value and repeal.document != known[TITLE].document
    assert known["临江市港口岸线管理办法"].on(dt.date(2026, 3, 1)) == "in_force", "it repeals, and is not repealed"


@pytest.mark.parametrize(
    "words",
    [
        "《临江市码头停靠管理办法》第二条同时废止。",
        "《临江市码头停靠管理办法》（临政发〔2019〕3号）同时废止。",
        "根据《临江市码头停靠管理办法》，《临江市渡口管理规定》同时废止。",
        "《云江市码头停靠管理办法》同时废止。",
    ],
)
def test_another_document_or_a_part_is_not_the_document(tmp_path: Path, words: str) -> None:
    old = paper(TITLE, "本办法自2024年5月1日起施行。", number="临政发〔2024〕7号")
    new = paper("临江市港口岸线管理办法", f"本办法自2026年3月1日起施行。{words}", day="2026年2月3日")
    corpus = taken_in(tmp_path, old, new)
    assert next(corpus.validity(d) for d in corpus.documents if d.title == TITLE).on(dt.date(2027, 1, 1)) == "in_force"


def test_a_revised_document_repeals_the_older_one_of_its_own_title(tmp_path: Path) -> None:
    old = paper(TITLE, "本办法自2024年5月1日起施行。", number="临政发〔2024〕7号")
    new = paper(TITLE, "本办法自2026年3月1日起施行。《临江市码头停靠管理办法》（临政发〔2024〕7号）同时废止。", number="临政发〔2026〕2号")
    corpus = taken_in(tmp_path, old, new)
    day = dt.date(2026, 6, 1)
    forces = {d.record.document_number: corpus.validity(d).on(day) for d in corpus.documents if d.title == TITLE}
    assert forces == {"临政发〔2024〕7号": "repealed", "临政发〔2026〕2号": "in_force"}


def test_the_term_of_a_certificate_is_not_that_of_the_document() -> None:
    for words in ("设置证有效期为两年。本办法自2024年5月1日起施行。", "许可证有效期至2027年3月1日。"):
        metadata = read_metadata(f"甲市乙办法\n第一条 {words}\n")
        assert metadata.validity is None and metadata.expires is None
