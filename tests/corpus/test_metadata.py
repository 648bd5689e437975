import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.convert import read_file
from corpus.metadata import Found, Metadata, read_metadata
from corpus.records import RECORDS, TEXTS, RepairRecord, load_records
from corpus.restore import restore
from tests.linear.calls import grows_too_fast

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"


def found(metadata: Metadata) -> list[Found]:
    fields = (metadata.title, metadata.issuer, metadata.document_number, metadata.issued, metadata.in_force, metadata.expires)
    return [f for f in (*fields, metadata.validity, *metadata.repeals) if f is not None]


def values(metadata: Metadata) -> dict[str, str | None]:
    names = ("title", "issuer", "document_number", "issued", "in_force", "expires", "validity")
    return {name: getattr(metadata, name).value for name in names if getattr(metadata, name) is not None}


def test_the_damaged_policy_says_what_it_still_says_and_no_more() -> None:
    received = (TEXTS / "jiangsu-ip-measures-2023.txt").read_text(encoding="utf-8")
    text = restore(received, load_records(RECORDS / "repairs" / "js-ip-2023.yaml", RepairRecord)).text
    metadata = read_metadata(text)
    assert values(metadata) == {
        "title": "关于高标准推进知识产权强省建设的若干政策措施",
        "issuer": "江苏省人民政府",
        "issued": "2023年□月□9日",
        "in_force": "2023年□月□9日",
        "expires": "2028年□月□8日",
    }
    assert metadata.document_number is None, "the number in the closing belongs to the repealed notice"
    assert [r.value for r in metadata.repeals] == ["《省政府关于印发知识产权强省建设若干政策措施的通知》(苏政发〔2017〕□2号)"]
    assert all(text[f.start : f.end] == f.value for f in found(metadata))
    assert text[metadata.in_force.start - 1 : metadata.in_force.end + 2] == "自2023年□月□9日施行"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "expected", "repeals"),
    [
        (
            "law.txt",
            {"title": "云河市河道保护条例", "issuer": "云河市第三届人民代表大会常务委员会", "in_force": "2021年6月1日"},
            ["《云河市河道养护暂行规定》"],
        ),
        (
            "notice.txt",
            {
                "title": "云河市社区食堂扶持办法", "issuer": "云河市人民政府办公室", "document_number": "云政办发〔2024〕18号",
                "issued": "二〇二四年五月十六日", "in_force": "2024年7月1日", "validity": "有效期3年",
            },
            [],
        ),
        (
            "order.txt",
            {
                "title": "云河市户外广告设置管理办法", "issuer": "云河市人民政府", "document_number": "云河市人民政府令第12号",
                "issued": "2023年8月21日", "in_force": "2023年10月1日",
            },
            ["《云河市户外招牌管理规定》（云河市人民政府令第3号）"],
        ),
        (
            "gb18030.txt",
            {
                "title": "云河市民政局关于做好冬季流浪人员救助工作的意见", "issuer": "云河市民政局",
                "document_number": "云民发〔2022〕41号", "issued": "2022年11月30日",
            },
            [],
        ),
        (
            "table.md",
            {
                "title": "云河市公共浴室水质检测收费标准", "issuer": "云河市卫生健康委员会", "document_number": "云卫价〔2023〕7号",
                "issued": "2023年11月2日", "in_force": "2024年1月1日",
            },
            [],
        ),
        (
            "table.html",
            {
                "title": "关于调整云河市游船票价的公告", "issuer": "云河市文化旅游局", "document_number": "云旅公告〔2024〕3号",
                "issued": "2024年3月12日", "in_force": "2024年4月1日",
            },
            [],
        ),
        ("big5.txt", {"title": "青嵐縣圖書館借閱須知", "in_force": "2019年9月1日"}, []),
        ("faq.md", {"title": "云河市共享单车停放问答"}, []),
        ("paragraphs.txt", {"title": "云河市老城区雨季出行提示"}, []),
        ("damaged.txt", {"title": "云河市燃气安全检查办法"}, []),
    ],
)  # fmt: skip
def test_each_sample_says_what_it_is(name: str, expected: dict[str, str], repeals: list[str]) -> None:
    converted = read_file(DOCUMENTS / name)
    text = restore(converted.text).text
    metadata = read_metadata(text, converted.title)
    assert values(metadata) == expected
    assert [r.value for r in metadata.repeals] == repeals
    for f in found(metadata):
        assert re.sub(r"\s", "", text[f.start : f.end]) == f.value


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("云政发〔2023〕1号", "云政发〔2023〕1号"),
        ("云办发[2023]37号", "云办发[2023]37号"),
        ("云政函（2023）第7号", "云政函（2023）第7号"),
        ("云政发〔2023〕□2号　　签发人：周望舒", "云政发〔2023〕□2号"),
        ("文号：云税规〔2020〕5号", "云税规〔2020〕5号"),
        ("云河市人民代表大会令第五十五号", "云河市人民代表大会令第五十五号"),
        ("云河市统计局令第45号", "云河市统计局令第45号"),
        ("云河市统计局公告2024年第5号", "云河市统计局公告2024年第5号"),
        ("2024年第5号", "2024年第5号"),
        ("云河市人民政府令\n（第12号）", "云河市人民政府令（第12号"),
        ("关于节水的通知（云水发〔2019〕3号）", "云水发〔2019〕3号"),
        ("（2019年5月8日云河市人民政府令第7号公布）", "云河市人民政府令第7号"),
        ("根据云政发〔2023〕1号文件的要求，通知如下。", None),
        ("转发《云河市水务局关于节水的通知》（云水发〔2019〕3号）", None),
        ("第3号楼改造说明", None),
    ],
)
def test_a_document_number_counts_only_where_it_is_the_documents_own(head: str, number: str | None) -> None:
    before = "" if head.startswith("关于") else "关于节约用水的通知\n\n"
    metadata = read_metadata(f"{before}{head}\n\n各区：\n请遵照执行。\n一、节水\n云水发〔2000〕9号不再转发。\n")
    assert (metadata.document_number.value if metadata.document_number else None) == number


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("云河市人民政府\n关于支持青年创业的\n若干措施\n\n各区人民政府：\n请执行。", "云河市人民政府关于支持青年创业的若干措施"),
        ("关 于 停 水 的 通 知\n明日停水。", "关于停水的通知"),
        ("# 夜市摊位说明\n\n摊位每日轮换。", "夜市摊位说明"),
        ("**重要**：明日停水，请储水。\n谢谢配合。", None),
        ("现将《云河市夜市办法》印发给你们。\n云河市商务局\n2024年1月2日\n云河市夜市办法\n一、时间\n夜间。", "云河市夜市办法"),
        ("关于印发《云河市夜市办法》的通知\n现将《云河市夜市办法》印发给你们。\n附件另发。", "关于印发《云河市夜市办法》的通知"),
        ("关于节水的通知（云水发〔2019〕3号）\n各区：\n请执行。", "关于节水的通知"),
        ("云河市公园条例（试行）\n第一条 公园免费。", "云河市公园条例（试行）"),
        ("一、停水时间\n明日。\n二、停水范围\n全市。", None),
        ("2024年1月2日\n昨日的会议到此为止，没有别的内容。", None),
        ("", None),
    ],
)
def test_a_title_is_found_where_one_stands(text: str, title: str | None) -> None:
    metadata = read_metadata(text)
    assert (metadata.title.value if metadata.title else None) == title


def test_what_the_file_calls_itself_only_chooses_among_the_lines() -> None:
    text = "政务公开\n夜市摊位轮换安排\n摊位每日轮换一次。\n"
    assert read_metadata(text, "夜市摊位轮换安排_云河网").title == Found("夜市摊位轮换安排", 5, 13)
    assert read_metadata(text, "别处的题目").title == Found("政务公开", 0, 4)


@pytest.mark.parametrize(
    ("sentence", "in_force"),
    [
        ("本办法自2024年5月1日起施行。", "2024年5月1日"),
        ("本办法自二〇二四年五月一日起正式实施。", "二〇二四年五月一日"),
        ("本办法自二○二四年五月一日起施行。", "二○二四年五月一日"),
        ("《云河市甲办法》自2019年1月1日起施行，现修订如下。", None),
        ("本办法自2024年5月1日起施行。附表自2025年5月1日起执行。", "2024年5月1日"),
        ("申请人应当在2024年5月1日前提出。", None),
        ("本办法自印发之日起施行。", "2024年1月2日"),
        ("《云河市甲办法》自发布之日起施行。", None),
    ],
)
def test_the_date_of_effect_is_this_documents_own(sentence: str, in_force: str | None) -> None:
    metadata = read_metadata(f"云河市乙办法\n一、内容\n{sentence}\n云河市水务局\n2024年1月2日\n")
    assert (metadata.in_force.value if metadata.in_force else None) == in_force


@pytest.mark.parametrize(
    ("sentence", "expires", "validity"),
    [
        ("有效期至2028年4月30日。", "2028年4月30日", None),
        ("有效期自2024年5月1日至2028年4月30日。", "2028年4月30日", None),
        ("有效期五年。", None, "有效期五年"),
        ("请于2028年4月30日前办理。", None, None),
    ],
)
def test_an_end_is_read_and_none_is_computed(sentence: str, expires: str | None, validity: str | None) -> None:
    metadata = read_metadata(f"云河市乙办法\n本办法自2024年5月1日起施行，{sentence}")
    assert metadata.dates.get("expires") == expires
    assert (metadata.validity.value if metadata.validity else None) == validity


def test_several_signing_bodies_are_named_together_and_two_dates_decide_nothing() -> None:
    joint = read_metadata("关于节水的通知\n请执行。\n云河市水务局\n云河市财政局\n2024年1月2日\n")
    assert joint.issuer is not None
    assert joint.issuer.value == "云河市水务局、云河市财政局"
    assert joint.dates == {"issued": "2024年1月2日"}
    assert read_metadata("值班表\n2024年1月2日\n甲\n2024年1月3日\n乙\n").dates == {}


@given(st.lists(st.sampled_from([
    "关于", "云河市人民政府", "令", "第12号", "〔2024〕3号", "《", "》", "\n", "现将", "印发给你们", "自2024年1月1日起施行", "同时废止",
    "（", "）", "2023年□月□9日", "有效期3年", "一、", "第一条", "。", " ", "#", "通知", "云政发",
]), max_size=40).map("".join))  # fmt: skip
def test_any_mixture_of_the_signs_is_read_without_an_error_and_every_place_is_true(text: str) -> None:
    metadata = read_metadata(text)
    for f in found(metadata):
        assert 0 <= f.start < f.end <= len(text)
    for f in (metadata.title, metadata.document_number, metadata.issued, metadata.expires, *metadata.repeals):
        assert f is None or re.sub(r"\s", "", text[f.start : f.end]) == re.sub(r"\s", "", f.value)


def test_a_long_text_without_line_ends_is_read_in_linear_time() -> None:
    for piece in ("（", "云河市人民政府", "《", "现将《", "同时废止", "自2024年1月1日起施行", "第一号令", "关于的"):
        assert not grows_too_fast(read_metadata, piece, 10_000)


def test_a_number_before_the_word_for_a_document_cuts_no_title_away() -> None:
    title = read_metadata("〔2024〕3号通知").title
    assert title is None or (title.value and title.start < title.end)
