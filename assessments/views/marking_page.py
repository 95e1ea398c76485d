"""The page of one sitting at the marker's desk: who may open it, and what stands on it.

All its answers are one form, so that saving one keeps what is typed for the others: `typed` is what
was sent, and comes back wherever it was not acted on.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_noop

from assessments.forms.marking import LateForm, MarkForm, MarkingFilter
from assessments.models import Quiz, Sitting
from assessments.policies import MARK, is_for_marker
from assessments.queries import PaperItem, category_choices
from assessments.queries.marking import (
    count_waiting,
    handed_in_by,
    narrowed,
    next_waiting,
    of_group,
    with_work,
)
from assessments.queries.marking_sheet import Late, MarkingSheet, marking_sheet
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.policies import check_may, may
from lms.people.queries import employees_reached, units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

ANSWERS = Sight(gettext_noop("answers in an examination"), gettext_noop("marking answers"))
# The buttons, which are not kept, and what no form says twice.
BUTTONS = ("mark", "allow", "refuse", "sure", "csrfmiddlewaretoken")


def people_to_mark(marker: Employee) -> QuerySet[Employee]:
    """Whose answers the marker judges: never their own."""
    return employees_reached(marker, MARK).exclude(pk=marker.pk)


def sittings_to_mark(marker: Employee) -> int:
    """How many sittings wait for somebody; 0, without a query, for who marks nobody."""
    return count_waiting(people_to_mark(marker)) if may(marker, MARK) else 0


@dataclass(frozen=True)
class Judging:
    """An answer that waits, with its form."""

    item: PaperItem
    form: MarkForm


@dataclass(frozen=True)
class Deciding:
    """A late answer that waits for a word, with its form."""

    late: Late
    form: LateForm


@dataclass
class Page:
    """`sitting` as it stood when the page was opened. `sent` is the form whose button was pressed
    and that was refused."""

    request: StaffRequest
    sitting: Sitting
    typed: dict[str, str]
    sent: dict[str, MarkForm | LateForm] = field(default_factory=dict)

    @classmethod
    def open(cls, request: StaffRequest, sitting_id: UUID) -> "Page":
        """Raises `NotAllowed` for who marks nobody, Http404 for a sitting out of reach."""
        check_may(request.user, MARK)
        found = with_work(handed_in_by(people_to_mark(request.user)))
        sitting = get_object_or_404(found.select_related("submitted_by"), pk=sitting_id)
        return cls(request, sitting, typed_in(request.POST))

    @cached_property
    def sheet(self) -> MarkingSheet:
        return marking_sheet(self.sitting)

    def shown(self, *, status: int = 200) -> HttpResponse:
        return self.render("sitting", {}, status=status)

    def render(self, name: str, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A page that shows answers; that is noted before it is shown."""
        look_at(actor=self.request.user, tokens=[self.sitting.employee.token], sight=ANSWERS)
        context = {
            "here": "marking",
            "sitting": self.sitting,
            "quiz": self.sitting.quiz,
            "employee": self.sitting.employee,
            "was_handed_in": self.sitting.submitted_by_id == self.sitting.employee_id,
            "sheet": self.sheet,
            "judging": self.judging,
            "deciding": self.deciding,
            "decided": [late for late in self.sheet.late if not is_for_marker(late.response)],
            "is_refused": bool(self.sent),
            "next": self.next,
            "list_query": self.request.GET.urlencode(),
        }
        template = f"assessments/marking/{name}.html"
        return render(self.request, template, context | more, status=status)

    @property
    def judging(self) -> list[Judging]:
        return [Judging(item, self.mark_form(item)) for item in self.sheet.waiting]

    @property
    def deciding(self) -> list[Deciding]:
        waiting = [late for late in self.sheet.late if is_for_marker(late.response)]
        return [Deciding(late, self.late_form(late)) for late in waiting]

    def mark_form(self, item: PaperItem, *, is_sent: bool = False) -> MarkForm:
        name = f"item-{item.row.pk}"
        kept = self.sent.get(name)
        if isinstance(kept, MarkForm):
            return kept
        return MarkForm(
            name,
            self.typed,
            criteria=item.interaction.criteria,
            answer=item.response.pk if item.response else None,
            is_sent=is_sent,
        )

    def late_form(self, late: Late, *, is_sent: bool = False) -> LateForm:
        name = f"late-{late.response.pk}"
        kept = self.sent.get(name)
        return kept if isinstance(kept, LateForm) else LateForm(name, self.typed, is_sent=is_sent)

    @property
    def is_touched(self) -> bool:
        """Whether something is typed that has not been acted on."""
        return any(
            value.strip() for name, value in self.typed.items() if not name.endswith("-answer")
        )

    @cached_property
    def next(self) -> Sitting | None:
        """The sitting that waits after this one, of those that the list showed."""
        request = self.request
        choice = MarkingFilter(
            request.GET,
            quizzes=Quiz.objects.all(),
            categories=category_choices() if request.GET.get("category") else [],
            units=units_reached(request.user, MARK),
        )
        seen = narrowed(handed_in_by(people_to_mark(request.user)), choice.wanted)
        return next_waiting(of_group(seen, None, request.user), self.sitting)

    def again(self) -> "Page":
        """The same page read anew, with what is still typed."""
        return replace(Page.open(self.request, self.sitting.pk), typed=self.typed)

    def without(self, name: str) -> None:
        """Forget what was typed into the form of that name: it was acted on."""
        self.typed = {
            key: value for key, value in self.typed.items() if not key.startswith(f"{name}-")
        }


def typed_in(posted: QueryDict) -> dict[str, str]:
    return {name: str(value) for name, value in posted.items() if name not in BUTTONS}
