"""The codebook in force, on pages of every kind."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language

from conduct_records.models import CodebookVersion
from conduct_records.queries.signing import place_of
from conduct_records.queries.teaching import Teaching, teaching_for
from conduct_records.queries.versions import in_force
from conduct_records.queries.words import LINES, SANCTIONS
from conduct_records.rules.codebook import Line, Place, Rule, RuleList, Sanction, Text
from courses.rules.journey import Lesson

register = template.Library()

ICONS = {
    Line.YELLOW: "line-yellow",
    Line.RED: "line-red",
    Line.BAN: "line-ban",
    Line.FAULT: "warn",
}


@dataclass(frozen=True)
class ShownRules:
    """What a block shows: lists, or single rules. `is_everybodys` where lists of all audiences are
    shown to somebody who reads without belonging to one."""

    version: CodebookVersion | None
    lists: tuple[RuleList, ...] = ()
    rules: tuple[Rule, ...] = ()
    unknown: tuple[str, ...] = ()
    is_everybodys: bool = False


@register.simple_tag(takes_context=True)
def rules_for_reader(context: dict[str, Any], value: Any) -> ShownRules:
    """What of the version in force this block shows to who reads the page."""
    request, position = context["request"], context["position"]
    version = _in_force(request)
    if version is None:
        return ShownRules(None)
    everybody = position is None
    place = None if everybody else _place(request, position)
    book = version.codebook
    if value["codes"]:
        binding = book.rules if everybody else book.rules_for(place) if place else ()
        wanted = [code.upper() for code in value["codes"]]
        rules = sorted(
            (rule for rule in binding if rule.code in wanted), key=lambda r: wanted.index(r.code)
        )
        unknown = [code for code in wanted if book.rule(code) is None] if everybody else []
        return ShownRules(version, (), tuple(rules), tuple(unknown), everybody)
    lists = book.lists if everybody else book.lists_for(place) if place else ()
    shown = tuple(each for each in lists if each.line in value["lines"])
    return ShownRules(version, shown, is_everybodys=everybody)


def _place(request: HttpRequest, position: tuple[str, str]) -> Place | None:
    """Where the reader stands; in a preview, where the author chose to stand."""
    if getattr(request, "is_preview", False):
        return Place(position[1], "")
    return place_of(request.user)  # type: ignore[arg-type]


def _in_force(request: HttpRequest) -> CodebookVersion | None:
    """Asked once a page, however many blocks there are."""
    if not hasattr(request, "codebook_in_force"):
        request.codebook_in_force = in_force()  # type: ignore[attr-defined]
    version: CodebookVersion | None = request.codebook_in_force  # type: ignore[attr-defined]
    return version


@register.simple_tag(takes_context=True)
def taught_in(context: dict[str, Any], rule: Rule) -> list[Lesson]:
    """The lessons that teach the rule, as far as the reader may read them; not the one on which
    this stands."""
    request = context["request"]
    teaching: Teaching | None = getattr(request, "codebook_teaching", None)
    if teaching is None:
        teaching = request.codebook_teaching = teaching_for(request.user)
    here = getattr(context.get("page"), "translation_key", None)
    return [lesson for lesson in teaching.of(rule) if lesson.key != here]


@register.filter
def words_of(text: Text) -> str:
    """In the reader's language; the page converts the script."""
    return text.in_language(get_language() or "")


@register.filter
def line_name(line: Line) -> str:
    return str(LINES[line])


@register.filter
def line_icon(line: Line) -> str:
    return ICONS[line]


@register.filter
def sanction_name(sanction: Sanction) -> str:
    return str(SANCTIONS[sanction])
