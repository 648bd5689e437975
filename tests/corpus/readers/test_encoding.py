import pytest

from corpus.readers.encoding import common_share, decode
from corpus.readers.errors import ConversionError

SIMPLIFIED = "云河市人民政府办公室关于加强节日期间市场供应的通知\n各区人民政府：请认真做好蔬菜储备工作。"
TRADITIONAL = "青嵐縣政府關於節日期間市場供應的公告\n請各鄉鎮公所做好蔬菜儲備工作，並且每日回報數量。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified_text_comes_back_from_every_encoding_it_is_written_in(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)).text == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp950", "big5", "gb18030"])
def test_traditional_text_comes_back_from_every_encoding_it_is_written_in(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("text", ["第一条 本办法适用于本市。", "关于停水的通知", "請於三日內繳費。"])
def test_a_single_short_line_is_enough_to_tell_gb18030_from_big5(text: str) -> None:
    encoding = "cp950" if "請" in text else "gb18030"
    assert decode(text.encode(encoding)).text == text


def test_a_four_byte_character_of_gb18030_is_read() -> None:
    assert decode("收件人住在䶮桥镇𠮷里路。".encode("gb18030")).text == "收件人住在䶮桥镇𠮷里路。"


def test_the_declared_encoding_counts_when_the_bytes_bear_it_out() -> None:
    text = "喆焯镕"  # too rare for statistics
    decoded = decode(text.encode("gb18030"), declared="GB2312")
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


@pytest.mark.parametrize("declared", ["gb2312", "big5", "iso-8859-1", "no-such-encoding"])
def test_a_false_declaration_does_not_garble_utf8(declared: str) -> None:
    assert decode(SIMPLIFIED.encode(), declared=declared).text == SIMPLIFIED


def test_a_declaration_of_utf8_does_not_garble_gb18030() -> None:
    assert decode(SIMPLIFIED.encode("gb18030"), declared="utf-8").text == SIMPLIFIED


def test_a_few_broken_bytes_become_marks_and_a_warning() -> None:
    data = bytearray(SIMPLIFIED.encode() * 5)
    data[4] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") >= 1
    assert decoded.text.replace("\ufffd", "").startswith("云")
    assert "U+FFFD" in decoded.warnings[0]


def test_marks_that_the_text_itself_holds_are_no_decoding_error() -> None:
    decoded = decode("第三条 数额为\ufffd万元。".encode())
    assert decoded.text == "第三条 数额为\ufffd万元。"
    assert decoded.warnings == ()


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ConversionError, match="binary"):
        decode(bytes(range(256)) * 20)


def test_common_characters_part_real_text_from_a_wrong_decoding() -> None:
    assert common_share(SIMPLIFIED) > 0.3
    assert common_share(SIMPLIFIED.encode().decode("gb18030", errors="ignore")) < 0.12
    assert common_share("plain ASCII") == 0.0
