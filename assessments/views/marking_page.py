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
from assessments.policies.marking import MARK, SETTLE, can_settle, is_for_marker
from assessments.queries import PaperItem, category_choices
from assessments.queries.double_marks import Pair
from assessments.queries.marking import Group, ToDo, narrowed, next_waiting, of_group, to_do_at
from assessments.queries.marking_sheet import Late, MarkingSheet, marking_sheet
from assessments.queries.marking_work import Desk, handed_in_at, with_work
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.policies import check_may, may
from lms.people.queries import employees_reached, units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

ANSWERS = Sight(gettext_noop("answers in an examination"), gettext_noop("marking answers"))
# The buttons, which are not kept, and what no form says twice.
BUTTONS = ("mark", "allow", "refuse", "settle", "back", "sure", "csrfmiddlewaretoken")


def people_to_mark(marker: Employee) -> QuerySet[Employee]:
    """Whose answers the marker judges: never their own."""
    return employees_reached(marker, MARK).exclude(pk=marker.pk)


def people_to_settle(trainer: Employee) -> QuerySet[Employee] | None:
    """For whom marks are settled: never for oneself; None without a query for who settles none."""
    if not may(trainer, SETTLE):
        return None
    return employees_reached(trainer, SETTLE).exclude(pk=trainer.pk)


def desk_of(marker: Employee) -> Desk:
    return Desk(marker, people_to_mark(marker), people_to_settle(marker))


def marking_to_do(marker: Employee) -> ToDo:
    """How much waits for somebody at the desk; nothing, without a query, for who marks nobody."""
    return to_do_at(desk_of(marker)) if may(marker, MARK) else ToDo()


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
        desk = desk_of(request.user)
        found = with_work(handed_in_at(desk), desk)
        sitting = get_object_or_404(found.select_related("submitted_by"), pk=sitting_id)
        return cls(request, sitting, typed_in(request.POST))

    @cached_property
    def sheet(self) -> MarkingSheet:
        return marking_sheet(self.sitting, self.request.user)

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
            "settling": self.settling,
            "may_put_right": self.may_put_right,
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
    def settling(self) -> list[Pair]:
        """What this one may settle: not marks of their own."""
        found, user = self.sheet.to_settle, self.request.user
        return [pair for pair in found if can_settle(user, self.sitting, pair.both)]

    @property
    def may_put_right(self) -> list[int]:
        """The positions of the questions whose marks this one may put right."""
        user = self.request.user
        return [
            each.item.position
            for each in self.sheet.marked
            if each.is_judged and can_settle(user, self.sitting, self.sheet.blind_marks(each.item))
        ]

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
        return next_at(self.request, self.sitting, None)

    def again(self) -> "Page":
        """The same page read anew, with what is still typed."""
        return replace(Page.open(self.request, self.sitting.pk), typed=self.typed)

    def without(self, name: str) -> None:
        """Forget what was typed into the form of that name: it was acted on."""
        self.typed = {
            key: value for key, value in self.typed.items() if not key.startswith(f"{name}-")
        }


def next_at(request: StaffRequest, after: Sitting, group: Group | None) -> Sitting | None:
    """The sitting that waits in that group of the list after this one, as narrowed there."""
    choice = MarkingFilter(
        request.GET,
        quizzes=Quiz.objects.all(),
        categories=category_choices() if request.GET.get("category") else [],
        units=units_reached(request.user, MARK),
    )
    desk = desk_of(request.user)
    seen = narrowed(handed_in_at(desk), choice.wanted)
    return next_waiting(of_group(seen, group, desk), after)


def typed_in(posted: QueryDict) -> dict[str, str]:
    return {name: str(value) for name, value in posted.items() if name not in BUTTONS}
