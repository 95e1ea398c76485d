"""What a page needs to know to show a trace: scorecards, places, rows behind its items."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from conduct_records.models import Case
from lms.people.models import Employee, Post, Unit
from reviews.models import ScorecardVersion, ServiceFigure
from reviews.queries.trace_view import Card
from reviews.rules.review_file import ReviewFile
from reviews.rules.trace import Item, Source, Trace


def cards_for(tokens: Iterable[str]) -> dict[str, Card]:
    """By token. One query."""
    found = ScorecardVersion.objects.filter(token__in=set(tokens)).select_related("group")
    return {
        version.token: Card(version.token, card_name(version), version.card) for version in found
    }


def card_name(version: ScorecardVersion) -> str:
    return _("%(group)s, version %(number)d") % {
        "group": version.group or _("All other posts"),
        "number": version.number,
    }


def places_in(trace: Trace) -> dict[str, str]:
    """Units and posts of the spells by `unit:<code>` and `post:<code>`. Two queries."""
    spells = [spell for part in trace.parts for spell in part.spells]
    units = Unit.objects.filter(code__in={spell.unit for spell in spells})
    posts = Post.objects.filter(code__in={spell.post for spell in spells})
    return {f"unit:{unit.code}": str(unit) for unit in units} | {
        f"post:{post.code}": str(post) for post in posts
    }


def examples_in(file: ReviewFile) -> dict[str, str]:
    """On what each rating rests, by its question."""
    return {each.question: each.example for each in file.rating.ratings} if file.rating else {}


def cases_behind(items: Iterable[Item], employee: Employee) -> list[Case]:
    """The conduct cases that count, with the person they are about. One query."""
    tokens = [item.ref for item in items if item.source == Source.CASE]
    found = list(Case.objects.filter(token__in=tokens))
    for case in found:
        if case.subject_id == employee.pk:
            case.subject = employee
    return found


def figures_behind(items: Iterable[Item]) -> dict[str, ServiceFigure]:
    """By `Item.ref`. One query."""
    keys = [int(item.ref) for item in items if item.source == Source.FIGURE]
    found = ServiceFigure.objects.filter(pk__in=keys).select_related("work")
    return {str(figure.pk): figure for figure in found}
