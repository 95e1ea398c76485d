"""Values of a notice as the paper writes them; `language` is the paper's, "zh" or "en"."""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from conduct_records.queries.cases import notice_words
from conduct_records.queries.cases.notice_script import AS_WRITTEN
from conduct_records.rules.cases.deductions import in_yuan
from courses.rules.paper_dates import in_digits, in_english

register = template.Library()


@register.filter
def day(text: str, language: str) -> str:
    """Of a day or moment in ISO 8601."""
    found = date.fromisoformat(text[:10])
    return in_english(found) if language == "en" else in_digits(found)


@register.filter
def moment(text: str, language: str) -> str:
    """In the company's time zone, in which the text states it."""
    found = datetime.fromisoformat(text)
    return (
        f"{day(text, language)} {found:%H:%M}"
        if language == "en"
        else (f"{day(text, language)}{found:%H:%M}")
    )


@register.filter
def month(text: str, language: str) -> str:
    """2026-11."""
    year, number = text.split("-")
    if language == "en":
        return in_english(date(int(year), int(number), 1)).partition(" ")[2]
    return f"{year}年{int(number)}月"


@register.filter
def yuan(fen: int) -> str:
    return in_yuan(fen)


@register.filter
def words(text: Mapping[str, str] | None, language: str) -> str:
    """Those of the language; the Chinese ones where there are no others."""
    return (text.get(language) or text["zh"]) if text else ""


@register.filter
def file_name(name: str | Mapping[str, str], language: str) -> str:
    """Notices from before these had names in both languages have the file's own."""
    return name if isinstance(name, str) else name[language]


@register.filter
def named(text: str) -> SafeString:
    """The name of a person, which is shown as its bearer writes it: never in other characters."""
    start, end = AS_WRITTEN
    return format_html("{}{}{}", start, conditional_escape(text), end)


@register.filter
def line_word(line: str, language: str) -> str:
    return notice_words.line_word(line, language)


@register.filter
def sanction_word(sanction: str, language: str) -> str:
    return notice_words.sanction_word(sanction, language)


@register.filter
def ground_word(ground: str, language: str) -> str:
    return notice_words.ground_word(ground, language)


@register.filter
def act_word(act: str, language: str) -> str:
    return notice_words.act_word(act, language)
