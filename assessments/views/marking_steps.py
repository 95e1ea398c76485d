"""What the buttons of a marker's page do.

`mark` (the id of an item) saves one judgement. `allow` and `refuse` (the id of a late answer) say
what would change and ask once more, unless `sure` is sent along. Anything else shows the page
again, with what is typed.
"""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.actions.decide_late import decide_late
from assessments.actions.mark_item import mark_item
from assessments.enums import SittingState
from assessments.errors import AnswerChanged, AssessmentError, NothingToMark
from assessments.forms.marking import LateForm, MarkForm
from assessments.models import Sitting
from assessments.queries import PaperItem
from assessments.queries.marking_sheet import Late
from assessments.views.marking_page import Page
from lms.ui.statuses import REFUSED

OVERTAKEN = 409


def answer_to(page: Page) -> HttpResponse:
    posted = page.request.POST
    for item in page.sheet.paper.items:
        if posted.get("mark") == str(item.row.pk):
            return _mark(page, item)
    for late in page.sheet.late:
        for button in ("allow", "refuse"):
            if posted.get(button) == str(late.response.pk):
                return _decide(page, late, is_allowed=button == "allow")
    return page.shown()


def _mark(page: Page, item: PaperItem) -> HttpResponse:
    form = page.mark_form(item, is_sent=True)
    if not form.is_valid():
        return _refused(page, form)
    if form.seen is None:
        return _overtaken(page, form, item)
    try:
        mark = mark_item(
            actor=page.request.user,
            item=item.row,
            points=form.points,
            remark=form.cleaned_data["remark"],
            answer=form.seen,
        )
    except (NothingToMark, AnswerChanged):
        if _was_saved(page, item, form):
            return _go_on(page, form)
        return _overtaken(page, form, item)
    except AssessmentError as refusal:
        form.add_error(None, str(refusal))
        return _refused(page, form)
    said = {
        "position": item.position,
        "mark": floatformat(mark.mark, -2),
        "marks": item.version.marks,
    }
    text = _("Question %(position)d: %(mark)s of %(marks)d marks. Saved.")
    messages.success(page.request, text % said)
    return _go_on(page, form)


def _was_saved(page: Page, item: PaperItem, form: MarkForm) -> bool:
    """Whether this very judgement stands already: the form was sent twice."""
    sheet = page.again().sheet
    found = [mark for mark in (sheet.judged.get(item.row.pk), *sheet.blind_marks(item)) if mark]
    return any(
        mark.marked_by_id == page.request.user.pk
        and mark.response_id == form.seen
        and list(map(Decimal, mark.points)) == form.points
        for mark in found
    )


def _decide(page: Page, late: Late, *, is_allowed: bool) -> HttpResponse:
    form = page.late_form(late, is_sent=True)
    if not form.is_valid():
        return _refused(page, form)
    if not page.request.POST.get("sure"):
        context = {
            "late": late,
            "effect": page.sheet.effect(late) if is_allowed else None,
            "is_allowed": is_allowed,
            "reason": form.cleaned_data["reason"],
            "typed": page.typed.items(),
        }
        return page.render("late_confirm", context)
    try:
        decide_late(
            actor=page.request.user,
            response=late.response,
            is_allowed=is_allowed,
            reason=form.cleaned_data["reason"],
        )
    except NothingToMark:
        return _overtaken(page, form, late.item)
    allowed, refused = _("The late answer counts."), _("The late answer does not count.")
    messages.success(page.request, allowed if is_allowed else refused)
    return _go_on(page, form)


def _refused(page: Page, form: MarkForm | LateForm) -> HttpResponse:
    """The page with what was typed, and what is wrong."""
    page.sent[str(form.prefix)] = form
    return page.shown(status=REFUSED)


def _overtaken(page: Page, form: MarkForm | LateForm, item: PaperItem) -> HttpResponse:
    """Somebody was quicker: what stands now, and what was typed here."""
    page.without(str(form.prefix))
    now = page.again()
    context = {
        "item": now.sheet.paper.at(item.position),
        "mark": now.sheet.judged.get(item.row.pk),
        "is_to_settle": any(pair.item.position == item.position for pair in now.sheet.to_settle),
        "late": next(
            (
                each
                for each in now.sheet.late
                if isinstance(form, LateForm) and form.prefix == f"late-{each.response.pk}"
            ),
            None,
        ),
        "lost": form,
        "typed": now.typed.items(),
    }
    return now.render("overtaken", context, status=OVERTAKEN)


def _go_on(page: Page, form: MarkForm | LateForm) -> HttpResponse:
    """Stay while something waits here or is typed; else on to the next sitting that waits."""
    page.without(str(form.prefix))
    now = page.again()
    if page.is_touched:
        return now.shown()
    if now.sheet.waiting or now.deciding:
        return redirect(f"{page.request.get_full_path()}#waiting")
    if now.sitting.state == SittingState.MARKED:
        messages.success(page.request, _result_of(now.sitting))
    query = page.request.GET.urlencode()
    if page.next is None:
        messages.info(page.request, _("Nothing else waits."))
        return redirect(f"{reverse('assessments:marking')}?{query}".rstrip("?"))
    address = reverse("assessments:marking-sitting", args=[page.next.pk])
    return redirect(f"{address}?{query}".rstrip("?"))


def _result_of(sitting: Sitting) -> str:
    said = {
        "name": sitting.employee.localised_name,
        "quiz": sitting.quiz.localised_title,
        "percent": sitting.percent,
    }
    if sitting.passed:
        return _("%(name)s, “%(quiz)s”: %(percent)d%%, passed.") % said
    return _("%(name)s, “%(quiz)s”: %(percent)d%%, not passed.") % said
