"""Text of other programs as plain text."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.errors.exchange import EncodingUnknown
from assessments.rules.exchange.texts import decoded, is_plain, plain


@pytest.fixture(autouse=True, scope="module")
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "format", "said"),
    [
        ("<p>茶水<br>七分</p><p>再添</p>", "html", "茶水\n七分\n再添"),
        ("<ul><li>一</li><li>二</li></ul>后", "html", "- 一\n- 二\n后"),
        ("<ol><li>一<li>二</ol>", "html", "1. 一\n2. 二"),
        ("20&nbsp;m<sup>2</sup>&lt;30", "html", "20 m²<30"),
        ('<a href="https://example.com/a">制度</a>', "html", "制度 (https://example.com/a)"),
        ("甲<script>alert(1)</script>乙<!-- 丙 -->", "html", "甲乙"),
        ("一 <![CDATA[ <!-- 二 <a 三", "html", "一 <![CDATA[ <!-- 二 <a 三"),
        ("<!DOCTYPE html><!-- 一 -->二<?php ?>", "html", "二"),
        ("a < b & c > d\n第二行", "moodle", "a < b & c > d\n第二行"),
        ("一<p>二</p>\n三 1<2", "moodle", "一\n二\n三 1<2"),
        ("AT&amp;T", "moodle", "AT&T"),
        ("- 一\n- 二", "markdown", "- 一\n- 二"),
        ("<b>不是标签</b>", "plain", "<b>不是标签</b>"),
        ("<p>一</p>", "moodle_auto_format", "一"),
        ("<p>一</p>", "wiki_like", "一"),
    ],
)
def test_text_loses_its_formatting_and_keeps_its_lines(text: str, format: str, said: str) -> None:
    assert plain(text, format) == (said, ())


@pytest.mark.parametrize(
    ("text", "format", "part"),
    [
        ("<b>a</b>", "html", "bold"),
        ("**a**", "markdown", "bold"),
        ('<span style="color:red">a</span>', "html", "colours"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "html", "tables"),
        ("x<sup>k</sup>", "html", "raised"),
        ('<img src="@@PLUGINFILE@@/a.png" alt="平面图">', "html", "平面图"),
        ('<video src="a.mp4"></video>', "html", "a.mp4"),
    ],
)
def test_what_is_lost_is_said(text: str, format: str, part: str) -> None:
    (loss,) = plain(text, format)[1]
    assert part in loss


def test_a_picture_that_is_taken_along_is_no_loss() -> None:
    text = '<img src="a.png"><img src="b.png">'
    assert "b.png" in plain(text, "html", pictures=1)[1][0]
    assert plain(text, "html", pictures=2) == ("", ())


@given(st.text())
def test_any_text_can_be_read_and_plain_text_stays_as_it_is(text: str) -> None:
    for format in ("html", "markdown", "moodle"):
        plain(text, format)
    assert plain(text, "plain") == (text, ())
    if is_plain(text):
        assert plain(text, "moodle")[0] == text


def test_a_file_is_decoded_or_refused_with_its_line() -> None:
    assert decoded("\ufeff一\r\n二\r三".encode()) == "一\n二\n三"
    assert decoded("一\r\n".encode("utf-16")) == "一\n"
    with pytest.raises(EncodingUnknown, match="2"):
        decoded(b"a\n" + "茶水".encode("gb18030"))
