"""One answer whose mark a trainer settles: two markers differ, or a mark is put right."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.actions.mark_item import judged
from assessments.actions.settle_mark import Seen, settle_mark
from assessments.errors import AnswerChanged, AssessmentError, MarkChanged, NothingToMark
from assessments.forms.marking import SettleForm
from assessments.models import ItemMark, Sitting
from assessments.policies.marking import SETTLE, can_settle, is_to_settle
from assessments.queries import PaperItem
from assessments.queries.affected import stakes_of
from assessments.queries.double_marks import Pair
from assessments.queries.marking import Group
from assessments.queries.marking_sheet import Effect, Marked, MarkingSheet, marking_sheet
from assessments.queries.marking_work import handed_in_at, with_work
from assessments.rules import marking
from assessments.views.marking_page import ANSWERS, desk_of, next_at, typed_in
from lms.people.actions.look_at import look_at
from lms.people.errors import NotAllowed
from lms.people.policies import check_may
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED

OVERTAKEN = 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settling(request: StaffRequest, sitting_id: UUID, position: int) -> HttpResponse:
    """The answer with what stands, and a form for what is to stand. `settle` saves it; a mark that
    stood before is put right only after what would change was shown (`sure`)."""
    page = Settling.open(request, sitting_id, position)
    if not page.is_open:
        messages.info(request, _("There is nothing to settle at question %d.") % position)
        return redirect(page.back)
    if "settle" not in request.POST:
        return page.shown(page.form(), status=200)
    form = page.form(is_sent=True)
    if not form.is_valid():
        return page.shown(form, status=REFUSED)
    try:
        return _settle(page, form)
    except (NothingToMark, AnswerChanged, MarkChanged) as refusal:
        return _overtaken(page, form, refusal)
    except AssessmentError as refusal:
        form.add_error(None, str(refusal))
        return page.shown(form, status=REFUSED)


@dataclass(frozen=True)
class Settling:
    """`sitting` as it stood when the page was opened."""

    request: StaffRequest
    sitting: Sitting
    sheet: MarkingSheet
    item: PaperItem

    @classmethod
    def open(cls, request: StaffRequest, sitting_id: UUID, position: int) -> "Settling":
        """Raises `NotAllowed` for who settles nothing, or marked it themselves, Http404 for what is
        out of reach."""
        check_may(request.user, SETTLE)
        desk = desk_of(request.user)
        found = with_work(handed_in_at(desk), desk)
        sitting = get_object_or_404(found.select_related("submitted_by"), pk=sitting_id)
        sheet = marking_sheet(sitting, request.user)
        item = sheet.paper.at(position)
        if item is None:
            raise Http404
        item.row.sitting = sitting
        if not can_settle(request.user, sitting, sheet.blind_marks(item)):
            raise NotAllowed
        return cls(request, sitting, sheet, item)

    @property
    def mark(self) -> ItemMark | None:
        """The one that stands."""
        return self.sheet.judged.get(self.item.row.pk)

    @property
    def is_open(self) -> bool:
        return is_to_settle(self.item.row, self.mark, self.sheet.blind_marks(self.item))

    @property
    def is_correction(self) -> bool:
        return self.item.mark is not None

    @cached_property
    def pair(self) -> Pair | None:
        return self.sheet.pair(self.item)

    @property
    def back(self) -> str:
        """The page of the sitting, as it was reached."""
        address = reverse("assessments:marking-sitting", args=[self.sitting.pk])
        return f"{address}?{self.request.GET.urlencode()}".rstrip("?")

    @cached_property
    def next(self) -> Sitting | None:
        """The one after this that has marks to settle; None for a correction."""
        return None if self.is_correction else next_at(self.request, self.sitting, Group.SETTLE)

    def again(self) -> "Settling":
        return Settling.open(self.request, self.sitting.pk, self.item.position)

    def form(self, *, is_sent: bool = False) -> SettleForm:
        """Filled in with what was typed, else with what stands or both agree on."""
        item = self.item
        typed = typed_in(self.request.POST)
        typed |= {} if is_sent else self.stands
        return SettleForm(
            "settle",
            typed,
            criteria=item.interaction.criteria,
            is_sent=is_sent,
            given=self._given,
        )

    @property
    def stands(self) -> dict[str, str]:
        """What the page shows, as its form says it."""
        answer, mark = self.item.response, self.mark
        return {
            "settle-answer": str(answer.pk if answer else ""),
            "settle-stands": str(mark.number if mark else 0),
        }

    @property
    def _given(self) -> dict[str, Any]:
        points: list[str] = []
        remark = ""
        if self.is_correction and self.mark is not None:
            points, remark = self.mark.points, self.mark.remark
        elif self.pair is not None:
            rows = self.pair.compared
            points = [str(row.first) if row.is_agreed else "" for row in rows]
            remark = self.pair.remark
        return {f"points-{n}": each for n, each in enumerate(points, start=1)} | {"remark": remark}

    def effect(self, points: list[Decimal]) -> Effect:
        share = judged(self.item.interaction.criteria, points)
        after = marking.mark(marks=self.item.version.marks, share=share)
        return self.sheet.change(self.item, after)

    def shown(self, form: SettleForm, *, status: int) -> HttpResponse:
        return self.render("settle", {"form": form}, status=status)

    def render(self, name: str, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """It shows an answer; that is noted before."""
        look_at(actor=self.request.user, tokens=[self.sitting.employee.token], sight=ANSWERS)
        context = {
            "here": "marking",
            "sitting": self.sitting,
            "quiz": self.sitting.quiz,
            "employee": self.sitting.employee,
            "item": self.item,
            "pair": self.pair,
            "marked": Marked(self.item, self.mark, self.pair),
            "is_correction": self.is_correction,
            "list_query": self.request.GET.urlencode(),
            "back": self.back,
            "next": self.next,
        }
        template = f"assessments/marking/{name}.html"
        return render(self.request, template, context | more, status=status)


def _settle(page: Settling, form: SettleForm) -> HttpResponse:
    if page.is_correction and not page.request.POST.get("sure"):
        effect = page.effect(form.points)
        more = {
            "effect": effect,
            "stakes": stakes_of([page.sitting.pk], page.request.user).get(page.sitting.pk, []),
            "reason": form.cleaned_data["reason"],
            "typed": typed_in(page.request.POST).items(),
        }
        return page.render("settle_confirm", more)
    mark = settle_mark(
        actor=page.request.user,
        item=page.item.row,
        points=form.points,
        remark=form.cleaned_data["remark"],
        reason=form.cleaned_data["reason"],
        seen=Seen(form.seen, form.cleaned_data["stands"]),
    )
    return _go_on(page, mark)


def _overtaken(page: Settling, form: SettleForm, refusal: AssessmentError) -> HttpResponse:
    """Something else stands meanwhile: show it, with what was typed; or go on where it is this very
    judgement, sent twice."""
    now = page.again()
    if now.mark is not None and _is_same(now.mark, page, form):
        return _go_on(now, now.mark)
    if not now.is_open:
        messages.warning(page.request, str(refusal))
        return redirect(page.back)
    fresh = now.form()
    return now.render("settle", {"form": fresh, "refusal": str(refusal)}, status=OVERTAKEN)


def _is_same(mark: ItemMark, page: Settling, form: SettleForm) -> bool:
    return (
        mark.marked_by_id == page.request.user.pk
        and mark.reason == form.cleaned_data["reason"]
        and list(map(Decimal, mark.points)) == form.points
    )


def _go_on(page: Settling, mark: ItemMark) -> HttpResponse:
    """To the next answer to settle: here, or in the next sitting; after a correction back."""
    said = {
        "position": page.item.position,
        "mark": floatformat(mark.mark, -2),
        "marks": page.item.version.marks,
    }
    text = _("Question %(position)d: %(mark)s of %(marks)d marks. Settled.")
    messages.success(page.request, text % said)
    if mark.number > 1:
        return redirect(page.back)
    query = page.request.GET.urlencode()
    for sitting in (page.again().sitting, next_at(page.request, page.sitting, Group.SETTLE)):
        if sitting is not None and sitting.settle_at is not None:  # type: ignore[attr-defined]
            where = [sitting.pk, sitting.settle_at]  # type: ignore[attr-defined]
            address = reverse("assessments:marking-settling", args=where)
            return redirect(f"{address}?{query}".rstrip("?"))
    messages.info(page.request, _("Nothing else is to be settled."))
    return redirect(f"{reverse('assessments:marking')}?{query}".rstrip("?"))
