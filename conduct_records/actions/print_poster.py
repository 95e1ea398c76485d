"""The lists on paper: for the wall (A3) and for the pocket (A6, two pages)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, translation

from conduct_records.models import CodebookVersion
from conduct_records.policies.codebook import check_can_print
from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Line, Text
from conduct_records.rules.posters import audience_of, density, lists_of
from lms.pdf.codes import qr_svg
from lms.pdf.render import render_pdf
from lms.people.models import Employee
from lms.ui.han import TRADITIONAL, in_traditional

ENGLISH = "en"
STYLESHEET = "css/print/codebook.css"


class Layout(StrEnum):
    POSTER = "poster"
    CARD = "card"


@dataclass(frozen=True)
class Said:
    """The same words in the language of the paper, and below it in the other one."""

    main: str
    other: str


@dataclass(frozen=True)
class PrintedRule:
    number: int
    code: str
    title: Said


@dataclass(frozen=True)
class PrintedList:
    audience: Said
    rules: tuple[PrintedRule, ...]


@dataclass(frozen=True)
class Column:
    """A line with its lists; `count` numbers its printed rules."""

    line: Line
    name: Said
    lists: tuple[PrintedList, ...]

    @property
    def count(self) -> int:
        return sum(len(each.rules) for each in self.lists)


def print_poster(
    *, actor: Employee, version: CodebookVersion, audience: str, language: str, layout: Layout
) -> bytes:
    """The lists of an audience, those for everybody with them, as a PDF. On the wall both languages
    stand below each other; in the pocket there is room for one.

    Raises `NotAllowed`, `KeyError` for an audience that the version does not know.
    """
    check_can_print(actor)
    html = typeset(version, audience, language, layout)
    return render_pdf(html, stylesheet=STYLESHEET)


def typeset(version: CodebookVersion, audience: str, language: str, layout: Layout) -> str:
    assert version.effective_on is not None
    book, said = version.codebook, _bilingual(language)
    for_whom = audience_of(book, audience)
    lists = lists_of(book, for_whom)
    columns = [
        Column(
            line,
            _in_both(lambda line=line: str(LINES[line]), language),  # type: ignore[misc]
            tuple(
                PrintedList(
                    said(each.audience.title),
                    tuple(PrintedRule(n, rule.code, said(rule.title)) for n, rule in each.numbered),
                )
                for each in lists
                if each.line == line
            ),
        )
        for line in Line
        if any(each.line == line for each in lists)
    ]
    context: dict[str, Any] = {
        "language": language,
        "other": settings.LANGUAGE_CODE if language == ENGLISH else ENGLISH,
        "version": version,
        "title": said(book.title),
        "audience": said(for_whom.title),
        "columns": columns,
        "density": density(
            [column.count for column in columns if column.line != Line.BAN],
            runs_long=language == ENGLISH,
        ),
        "company": settings.COMPANY_NAME_EN if language == ENGLISH else settings.COMPANY_NAME,
        "day": formats.date_format(version.effective_on, "Y-m-d"),
        "qr": qr_svg(f"{settings.BASE_URL}{reverse('conduct_records:codebook')}"),
    }
    with translation.override(language):
        return render_to_string(f"conduct_records/posters/{layout}.html", context)


def _bilingual(language: str) -> Callable[[Text], Said]:
    def said(text: Text) -> Said:
        if language == ENGLISH:
            return Said(text.in_language(ENGLISH), text.zh if text.en else "")
        chinese = in_traditional(text.zh) if language == TRADITIONAL else text.zh
        return Said(chinese, text.en)

    return said


def _in_both(words: Callable[[], str], language: str) -> Said:
    """Words of the interface, as `_bilingual` has those of the codebook."""
    with translation.override(language):
        main = words()
    with translation.override(settings.LANGUAGE_CODE if language == ENGLISH else ENGLISH):
        return Said(main, words())
