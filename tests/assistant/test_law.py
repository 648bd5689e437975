"""What is said of documents: whose repeal, whose term, whose date; what is named and not held; refusals that do not contradict themselves.

Beside the policy small documents are held: one in force, one repealed by another that is held, one expired, one with a lost digit, one on
trial, and one whose title asks and holds a figure.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from assistant import Answer, Assistant, load_settings
from assistant.api.lookup import find_document
from assistant.drafting import compose_draft
from corpus.ingest import ingest
from corpus.shelf import remove
from evals.verdict import read_verdict

TODAY = dt.date(2026, 11, 22)
PAPERS = {
    "wharf": """临江市码头停靠管理办法
临政发〔2024〕8号
第一条 为了规范码头停靠，制定本办法。
第二条 船舶停靠须提前两日登记，由港务局负责。
第三条 停靠证有效期两年。停靠费每日三十元。
第四条 本办法自2024年5月1日起施行，有效期五年，《临江市渡口管理规定》（临政发〔2015〕3号）同时废止。
临江市人民政府
2024年4月2日
""",
    "ferry": """临江市渡口管理规定
临政发〔2015〕3号
第一条 为了加强渡口管理，制定本规定。
第二条 渡船须配备救生衣。
第三条 本规定自2015年6月1日起施行。
临江市人民政府
2015年5月4日
""",
    "fishing": """临江市休渔补助办法
临渔发〔2019〕11号
第一条 为了保护水产资源，制定本办法。
第二条 休渔船舶每艘补助两千元。
第三条 本办法自2019年3月1日起施行，有效期至2023年12月31日。
临江市渔业局
2019年2月1日
""",
    "dredging": """临江市航道疏浚意见
第一条 为了疏浚航道，提出本意见。
第二条 疏浚土须运至指定地点。
第三条 本意见自2025年1□月1日起施行，有效期一年。
临江市航道局
""",
    "boats": """临江市游船夜航管理办法（试行）
第一条 为了规范游船夜航，制定本办法。
第二条 夜航船舶须开启航行灯。
第三条 本办法自2025年7月1日起试行。
临江市文旅局
2025年6月3日
""",
    "help": """2026年新船东怎么办？十问十答指南
第一条 新船东应先到港务局登记。
第二条 登记免费。
第三条 本指南自2026年1月1日起施行。
临江市港务局
2025年12月1日
""",
}


@pytest.fixture(scope="module")
def held(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("law") / "home"
    shutil.copytree(built_home, home)
    folder = tmp_path_factory.mktemp("papers")
    for name, words in PAPERS.items():
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSISTANT_HOME", str(home))
        settings = load_settings()
        assert len(list(ingest([folder], settings.documents_dir))) == len(PAPERS)
        return Assistant.open(settings, today=lambda: TODAY)


def documents(answer: Answer) -> set[str]:
    return {c.document for c in answer.citations if c.role == "support"}


@pytest.mark.parametrize(
    ("question", "verdict", "document"),
    [
        ("《临江市码头停靠管理办法》现在还有效吗", "yes", "wharf"),
        ("临政发〔2024〕8号还有效吗", "yes", "wharf"),
        ("《临江市码头停靠管理办法》被废止了吗", "no", "wharf"),
        ("《临江市码头停靠管理办法》有效期是5年，对吗", "yes", "wharf"),
        ("《临江市码头停靠管理办法》有效期两年，对吗", "no", "wharf"),
        ("《临江市码头停靠管理办法》有效期到2029年4月30日，对吗", "yes", "wharf"),
        ("《临江市码头停靠管理办法》有效期到2028年，对吗", "no", "wharf"),
        ("《临江市码头停靠管理办法》2030年还有效吗", "no", "wharf"),
        ("《临江市码头停靠管理办法》2024年有效吗", "no", "wharf"),
        ("《临江市渡口管理规定》还有效吗", "no", "wharf"),
        ("临政发〔2015〕3号作废了吧", "yes", "wharf"),
        ("《临江市渡口管理规定》2020年有效吗", "yes", "ferry"),
        ("《临江市休渔补助办法》现在还能用吗", "no", "fishing"),
        ("《临江市休渔补助办法》过期了吧", "yes", "fishing"),
        ("《临江市休渔补助办法》2022年有效吗", "yes", "fishing"),
        ("《临江市航道疏浚意见》现在有效吗", "open", "dredging"),
        ("《临江市航道疏浚意见》是2025年12月1日起施行的吗", "open", "dredging"),
        ("《临江市航道疏浚意见》是2024年起施行的吗", "no", "dredging"),
        ("《临江市游船夜航管理办法（试行）》现在有效吗", "yes", "boats"),
    ],
)
def test_the_verdict_on_a_document_is_that_documents_own(held: Assistant, question: str, verdict: str, document: str) -> None:
    answer = held.ask(question)
    assert read_verdict(answer.answer) == verdict, answer.answer
    assert document in documents(answer) and "js-ip-2023" not in documents(answer)
    assert answer.verification.removed == 0


def test_reader_letters_programs_and_chat_tell_the_same(held: Assistant) -> None:
    from ui.pages.reading.about import standing

    forces = {}
    for name in PAPERS:
        document = held.corpus.document(name)
        assert document is not None
        found = find_document(held, name).validity
        assert found is not None and found.day == TODAY.isoformat()
        assert standing(held.corpus, document, TODAY)[0] == found.force == held.corpus.validity(document).on(TODAY)
        forces[name] = found.force
    assert forces == {
        "wharf": "in_force", "ferry": "repealed", "fishing": "expired", "dredging": "undecided", "boats": "in_force", "help": "in_force",
    }  # fmt: skip
    listed = compose_draft(held, "您好：《临江市休渔补助办法》第二条的补助是多少？谢谢。").checklist
    assert any(item.kind == "validity" and "已过有效期" in item.text for item in listed)
    assert find_document(held, "ferry").validity.repealed_by == ("wharf",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "number",
    ["临政发〔2024〕8号", "临政发［2024］8号", "临政发[2024]8号", "临政发(2024)8号", "临政发（２０２４）８号", "临政发【2024】8号",
     "临政发〔2024〕 8 号", "临政发〔2024〕第8号", "临政发〔2024〕8", "临政发〔2024年〕8号", "临政发2024年8号"],
)  # fmt: skip
@pytest.mark.parametrize("rest", ["第二条由谁负责", "的停靠费是多少", "什么时候施行"])
def test_a_number_names_its_document_and_only_it(held: Assistant, number: str, rest: str) -> None:
    answer = held.ask(f"{number}{rest}")
    assert answer.status in ("answered", "partial") and documents(answer) == {"wharf"}, answer.answer


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("临政发〔2024〕88号第二条由谁负责", "临政发〔2024〕88号"),
        ("海临政发〔2024〕8号第二条由谁负责", "海临政发〔2024〕8号"),
        ("《临江市船舶登记条例》第二条说什么", "《临江市船舶登记条例》"),
        ("《江临市码头停靠管理办法》第二条由谁负责", "《江临市码头停靠管理办法》"),
        ("关于开展渔船普查的通知第一条由谁负责", "《关于开展渔船普查的通知》"),
        ("渔业法第四十条怎么规定", "《渔业法》"),
        ("《渔业法》规定的罚款是多少", "《渔业法》"),
        ("按照《港口法》，停靠要交多少钱", "《港口法》"),
    ],
)
def test_what_is_named_and_not_held_is_said_not_to_be_held(held: Assistant, question: str, name: str) -> None:
    answer = held.ask(question)
    assert (answer.status, answer.reason) == ("declined", "not_held"), answer.answer
    assert name in answer.answer and not documents(answer)
    assert answer.verification.removed == 0


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("《码头停靠管理办法》第二条由谁负责", "wharf"),
        ("《临江市人民政府关于印发临江市码头停靠管理办法的通知》第二条由谁负责", "wharf"),
        ("码头停靠管理办法第二条由谁负责", "wharf"),
        ("看了《渔业法》，想问《临江市休渔补助办法》每艘补助多少", "fishing"),
        ("《若干政策措施》第六条由谁负责", "js-ip-2023"),
        ("这份政策第六条由谁负责", "js-ip-2023"),
        ("《2026年新船东怎么办？十问十答指南》第二条说什么", "help"),
    ],
)
def test_what_is_held_is_found_under_its_shortened_names(held: Assistant, question: str, document: str) -> None:
    answer = held.ask(question)
    assert answer.status == "answered" and documents(answer) == {document}, answer.answer


def test_what_only_cites_a_document_is_quoted_as_citing_it(held: Assistant) -> None:
    home = held.corpus
    assert home.document("wharf") is not None
    answer = held.ask("《临江市渡口管理规定》第二条说什么")
    assert "救生衣" in answer.answer, "the older one is held as well: it is read"


def test_a_removed_document_is_not_answered_from_another(held: Assistant, tmp_path: Path) -> None:
    home = tmp_path / "home"
    source = held.current_engine().settings.home
    shutil.copytree(source, home)
    remove("ferry", home / "documents")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSISTANT_HOME", str(home))
        without = Assistant.open(load_settings(), today=lambda: TODAY)
    answer = without.ask("《临江市渡口管理规定》第二条说什么")
    assert (answer.status, answer.reason) == ("declined", "not_held")
    assert "同时废止" in " ".join(c.quote for c in answer.citations), "what is known of it is that another repeals it"
    assert read_verdict(without.ask("《临江市渡口管理规定》还有效吗").answer) == "no"
    assert without.ask("临政发〔2015〕3号第二条由谁负责").reason == "not_held"


@pytest.mark.parametrize("title", ["临江市码头停靠管理办法", "2026年新船东怎么办？十问十答指南"])
@pytest.mark.parametrize("rest", ["对宇航员有什么要求", "规定的电话是多少", "怎么申请火星移民"])
def test_a_refusal_does_not_contradict_itself(held: Assistant, title: str, rest: str) -> None:
    answer = held.ask(f"《{title}》{rest}")
    assert answer.status == "declined", answer.answer
    assert "只回答" not in answer.answer and title in answer.answer
    assert answer.verification.removed == 0 and "核对时发现" not in answer.answer
    for offered in answer.suggestions:
        assert title in offered or "《" not in offered
        assert "专利" not in offered, "an example of another document"


def test_without_a_name_a_refusal_names_no_document(held: Assistant) -> None:
    answer = held.ask("火星移民怎么申请")
    assert answer.status == "declined" and "7份文件" in answer.answer
    assert "《" not in answer.answer


def test_every_example_that_is_offered_is_answered(held: Assistant) -> None:
    offered = held.ask("《临江市码头停靠管理办法》怎么申请火星移民").suggestions
    assert offered
    for question in offered:
        answer = held.ask(question)
        assert answer.status in ("answered", "partial") and documents(answer) == {"wharf"}, question
