import pytest

from corpus.readers.html import declared_encoding, read_html
from tests.linear.calls import grows_too_fast


def text(markup: str) -> str:
    return read_html(markup).text


def test_a_paragraph_becomes_a_line_and_source_line_breaks_inside_vanish() -> None:
    assert text("<p>第一条\n   申请人应当\n到窗口办理。</p><p>See the\n notice.</p>") == "第一条申请人应当到窗口办理。\nSee the notice."


def test_entities_are_decoded_and_inline_tags_leave_no_gap() -> None:
    assert text("<p>&ldquo;双<b>证</b>&rdquo;&#xFF0C;5&times;8&nbsp;厘米 &lt;横&gt;</p>") == "“双证”\uff0c5×8\u00a0厘米 <横>"


@pytest.mark.parametrize(
    "boilerplate",
    [
        "<script>alert('话')</script>", "<style>p{}</style>", "<nav>首页</nav>", "<footer>版权</footer>",
        "<div class='nav top'>首页</div>",
        "<div style='display: none'>藏</div>", "<div hidden>藏</div>", "<header><a>标志</a></header>", "<!-- 注 -->",
        "<noscript>开启</noscript>",
        "<form><input value='x'><button>搜索</button></form>", "<div role='navigation'>首页</div>", "<iframe src='http://a.invalid'>框</iframe>",
    ],
)  # fmt: skip
def test_what_is_not_the_text_of_the_page_is_left_out(boilerplate: str) -> None:
    assert text(f"<body>{boilerplate}<p>正文在此。</p>{boilerplate}尾</body>") == "正文在此。\n尾"


def test_a_header_that_holds_the_heading_stays() -> None:
    assert text("<article><header><h1>停水公告</h1></header><p>明日停水。</p></article>") == "# 停水公告\n明日停水。"


def test_a_numbered_heading_bears_no_sign_of_its_own() -> None:
    assert text("<h2>第一章 总则</h2><h3>说明</h3>") == "第一章 总则\n### 说明"


def test_ordered_lists_are_counted_as_the_page_shows_them() -> None:
    assert text("<ol start='3'><li>甲</li><li value='7'>乙</li></ol>") == "3. 甲\n7. 乙"
    assert text("<ol type='a'><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>") == "a. 甲\nb. 乙\n- 丙"
    assert text("<ol style='list-style-type:cjk-ideographic'><li>甲</li><li><p>乙</p></li></ol>") == "一、甲\n二、乙"


def test_an_item_that_brings_its_own_number_gets_no_second_one() -> None:
    assert text("<ol><li>（一）甲</li><li>第二条 乙</li></ol>") == "（一）甲\n第二条 乙"


def test_a_table_becomes_rows_and_a_cell_over_several_rows_stands_in_each() -> None:
    markup = (
        "<table><caption>票价</caption><tr><th>航线</th><th>票种</th><th>价</th></tr>"
        "<tr><td rowspan=2>北湖</td><td>成人</td><td>60<br>元|次</td></tr><tr><td>儿童</td><td>30</td></tr>"
        "<tr><td colspan=2>合计</td><td>90</td></tr></table>"
    )
    assert text(markup).splitlines() == [
        "票价",
        "| 航线 | 票种 | 价 |",
        "| --- | --- | --- |",
        "| 北湖 | 成人 | 60 元\\|次 |",
        "| 北湖 | 儿童 | 30 |",
        "| 合计 |  | 90 |",
    ]


def test_a_table_that_only_lays_out_the_page_is_read_through() -> None:
    assert text("<table><tr><td><p>第一段。</p><p>第二段。</p></td></tr></table>") == "第一段。\n第二段。"
    inner = "<table><tr><td>项</td><td>价</td></tr><tr><td>甲</td><td>1</td></tr></table>"
    assert text(f"<table><tr><td>引言。{inner}</td></tr></table>").splitlines()[0] == "引言。"


def test_the_title_of_the_page_is_kept_apart_from_its_text() -> None:
    page = read_html("<html><head><title> 停水\n公告_云河网 </title></head><body><p>明日停水。</p></body></html>")
    assert page.title == "停水 公告_云河网"
    assert page.text == "明日停水。"


def test_the_encoding_that_a_page_names_is_found() -> None:
    assert declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">') == "gb2312"
    assert declared_encoding(b'<meta charset="Big5">') == "Big5"
    assert declared_encoding(b'<?xml version="1.0" encoding="utf-8"?><html>') == "utf-8"
    assert declared_encoding("<p>charset=是编码</p>".encode()) is None


def test_an_outside_entity_is_not_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", encoding="utf-8")
    assert "机密" not in text(f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>正文&x;</p></body></html>')


def test_deep_nesting_and_long_lists_are_read_in_linear_time() -> None:
    assert "底" in text("<div>" * 2_000 + "底" + "</div>" * 2_000)
    text("<div>" * 200_000)
    assert text("<ol>" + "<li>项</li>" * 50_000 + "</ol>").endswith("50000. 项")
    for piece in ("<div>", "<li>项</li>", "<ol><li>", "<table><tr><td>"):
        assert not grows_too_fast(text, piece, 50_000)


@pytest.mark.parametrize(
    "markup", ["", "<", "<p", "</p></p>", "<table><tr></table>", "<li>独", "<ol><li value='x'>甲</ol>", "\x00<p>甲</p>"]
)
def test_broken_markup_never_raises(markup: str) -> None:
    assert isinstance(text(markup), str)
