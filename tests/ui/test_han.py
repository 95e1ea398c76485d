"""Simplified content for readers of Traditional characters."""

from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from lms.ui.han import SHORT, in_readers_script, in_traditional
from lms.ui.language import in_readers_language, name_for_reader


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("先把头发梳整齐", "先把頭髮梳整齊"),
        ("发布后台的干净面条", "發布後台的乾淨麵條"),
        ("项目经理在云庭里", "項目經理在雲庭裡"),
        ("“您好”", "「您好」"),
        ("Room 305, 70 °C", "Room 305, 70 °C"),
        ("", ""),
    ],
)
def test_words_of_the_house_are_its_own(simplified: str, traditional: str) -> None:
    assert in_traditional(simplified) == traditional


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_only_readers_of_traditional_characters_get_it(language: str) -> None:
    with translation.override(language):
        assert in_readers_script("头发") == "头发"
    with translation.override("zh-hant"):
        assert in_readers_script("头发") == "頭髮"


def test_names_stay_as_they_are_written() -> None:
    with translation.override("zh-hant"):
        assert name_for_reader("后里", "Hou Li") == "后里"
        assert in_readers_language("云庭里", "Yunting Court") == "雲庭裡"
    with translation.override("en"):
        assert name_for_reader("后里", "Hou Li") == "Hou Li"
        assert in_readers_language("云庭里", "Yunting Court") == "Yunting Court"
        assert in_readers_language("云庭里", "") == "云庭里"


def test_what_was_safe_stays_safe_and_nothing_else_becomes_so() -> None:
    with translation.override("zh-hant"):
        assert isinstance(in_readers_script(mark_safe("<b>头发</b>")), SafeString)
        assert not isinstance(in_readers_script("<b>头发</b>"), SafeString)
        shown = Template(
            "{% load ui %}{{ text|in_readers_script }}"
            "{% filter in_readers_script %}<b>头发</b>{% endfilter %}"
        ).render(Context({"text": "<i>头"}))
    assert shown == "&lt;i&gt;頭<b>頭髮</b>"


class Structure(HTMLParser):
    """Tags with all their attributes, and where text stands between them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value for name, value in attrs if name not in ("alt", "title")}
        self.found.append((tag, words, [name for name, __ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_entityref(self, name: str) -> None:
        self.found.append(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.found.append(f"&#{name}")

    def handle_data(self, data: str) -> None:
        self.found.append("text")


chinese = st.text(
    alphabet="先敬位尊者头发后台项目类型视频“”‘’里面干净发布回车键二维码 ab1", max_size=12
)
names = st.text(alphabet="abcdef0123456789-_/.#", min_size=1, max_size=12)


def _paragraph(parts: tuple[str, str, str, str]) -> str:
    name, before, alt, after = parts
    return (
        f'<p id="{name}" class="{name}">{before}&amp;<a href="/{name}/?a=1&amp;b=2">{after}</a>'
        f'<img src="/media/{name}.svg" alt="{alt}" title="{alt}"><br>&#39;{before}</p>'
    )


@given(st.lists(st.tuples(names, chinese, chinese, chinese).map(_paragraph), max_size=6))
def test_conversion_changes_no_markup(paragraphs: list[str]) -> None:
    html = "\n".join(paragraphs)
    with translation.override("zh-hant"):
        converted = in_readers_script(html)
    assert Structure(converted).found == Structure(html).found


@given(st.text(max_size=2 * SHORT))
def test_what_is_no_chinese_stays(text: str) -> None:
    if text.isascii():
        assert in_traditional(text) == text
    assert in_traditional("<>&\"'" + text).startswith("<>&\"'")


@given(chinese)
def test_words_of_the_interface_among_the_content_stay(text: str) -> None:
    """The interface's own words stand in the same HTML, in Traditional characters already."""
    for word in ("後台", "項目", "類型", "影片", "登入"):
        assert word in in_traditional(f"{text}，{word}，")
