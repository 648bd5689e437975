"""Which documents a question names, and which of them are held: by title, by number, without marks."""

from __future__ import annotations

import pytest

from assistant.understanding.named import Holdings, read_named
from corpus.numbers import Number, number_of_record, read_numbers
from corpus.records import DocumentRecord

WHARF = DocumentRecord(
    id="wharf",
    title="临江市码头停靠管理办法",
    document_number="临政发〔2024〕8号",
    supersedes=("《临江市渡口管理规定》(临政发〔2015〕□3号)",),
)
LAMPS = DocumentRecord(id="lamps", title="关于更换路灯的若干措施", document_number="云灯发〔2023〕1号")
HELD = Holdings.of((WHARF, LAMPS))


@pytest.mark.parametrize(
    ("question", "held", "absent"),
    [
        ("《临江市码头停靠管理办法》第二条", ("wharf",), ()),
        ("《码头停靠办法》第二条", ("wharf",), ()),
        ("《码头停靠条例》第二条", (), ("《码头停靠条例》",)),
        ("《云江市码头停靠管理办法》第二条", (), ("《云江市码头停靠管理办法》",)),
        ("请问临政发（2024）8号第二条", ("wharf",), ()),
        ("临政发〔2024〕18号第二条", (), ("临政发〔2024〕18号",)),
        ("《办法》第二条", (), ()),
        ("你们的办法第三条", (), ()),
        ("这个方法第三条说什么", (), ()),
        ("路灯意见第三条说什么", (), ()),
        ("航道法第三条说什么", (), ("《航道法》",)),
        ("关于疏浚河道的通知第三条", (), ("《关于疏浚河道的通知》",)),
        ("有没有关于疏浚河道的通知", (), ()),
        ("这份办法提到《航道法》了吗", (), ()),
        ("看过《航道法》,想问停靠费是多少", (), ()),
        ("停靠费(2024)30元对吗", (), ()),
    ],
)
def test_what_is_named_is_held_or_not(question: str, held: tuple[str, ...], absent: tuple[str, ...]) -> None:
    named = read_named(question, HELD, lambda _: ())
    assert (named.held, tuple(n.whole for n in named.absent)) == (held, absent)


@pytest.mark.parametrize(
    ("question", "repealed"), [("临政发〔2015〕13号", True), ("临政发〔2015〕12号", False), ("《临江市渡口管理规定》", True)]
)
def test_what_a_held_document_repeals_is_known_as_such(question: str, repealed: bool) -> None:
    assert bool(read_named(f"{question}还有效吗", HELD, lambda _: ()).repealed) is repealed


def test_a_lost_digit_fits_any_and_is_the_same_as_none() -> None:
    lost, whole = Number("苏政发", "2017", "□2"), Number("苏政发", "2017", "32")
    assert lost.fits(whole) and not lost.same(whole) and lost.same(lost)
    assert not lost.fits(Number("苏政发", "2017", "13")) and not lost.fits(Number("苏政发", "2018", "32"))


@pytest.mark.parametrize(
    "written", ["云政发〔2024〕8号", "云政发[2024]8号", "云政发（2024）８号", "云政发【2024】第8号", "云政发2024年8号", "云政发〔2024年〕8"]
)
def test_all_spellings_of_a_number_are_one(written: str) -> None:
    own = number_of_record("云政发〔2024〕8号")
    assert own is not None and next(read_numbers(f"请问{written}怎么说")).same(own)
