"""Who has more time or more attempts at a quiz than others, and giving it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from assessments.actions.grant_allowance import grant_allowance
from assessments.forms.allowance import AllowanceForm
from assessments.models import Allowance, Quiz
from assessments.policies.marking import ALLOW
from assessments.queries import standing
from assessments.rules.timing import prolonged
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.policies import check_may, may
from lms.people.queries import employees_reached
from lms.people.rules.sights import Sight
from lms.ui.errors import Refusal
from lms.ui.refusals import refuse

VIEW = "assessments.view_allowance"
PER_PAGE = 50
SIGHT = Sight(
    gettext_noop("examination allowances and their reasons"),
    gettext_noop("looking after examinations"),
)


@dataclass(frozen=True)
class Change:
    """What an allowance would change for somebody: minutes and attempts before and after, None for
    any number; `ends_at` where they are sitting it now. `given` counts their allowances so far."""

    employee: Employee
    given: int
    used: int
    minutes: tuple[int, int] | None
    attempts: tuple[int, int] | None
    ends_at: tuple[datetime, datetime] | None

    @property
    def moves(self) -> bool:
        """Whether the sitting that is open gains time: it may close before."""
        return self.ends_at is not None and self.ends_at[0] != self.ends_at[1]


@require_http_methods(["GET", "HEAD", "POST"])
def allowances(request: HttpRequest, pk: int) -> HttpResponse:
    """The allowances of people within the actor's reach; giving one is asked once more first."""
    actor: Employee = request.user  # type: ignore[assignment]
    check_may(actor, VIEW)
    quiz = get_object_or_404(Quiz, pk=pk)
    form, change = AllowanceForm(for_user=actor), None
    if request.method == "POST":
        check_may(actor, ALLOW)
        form = AllowanceForm(request.POST, for_user=actor)
        if form.is_valid():
            if "confirmed" in request.POST and _unchanged(form, quiz):
                if given := _give(form, quiz, actor):
                    text = _("Given to %(person)s.") % {"person": given.employee}
                    messages.success(request, text)
                    return redirect("quizzes:allowances", pk)
            else:
                change = _change(form, quiz)
    return render(request, "assessments/admin/allowances.html", _shown(request, quiz, form, change))


def _unchanged(form: AllowanceForm, quiz: Quiz) -> bool:
    """Whether nothing was given to the person since what it changes was shown."""
    data = form.cleaned_data
    given = Allowance.objects.filter(employee=data["who"], quiz=quiz).count()
    return bool(data["seen"] == given)


def _give(form: AllowanceForm, quiz: Quiz, actor: Employee) -> Allowance | None:
    """None where it is refused; the form says why."""
    data = form.cleaned_data
    try:
        return grant_allowance(
            actor=actor,
            quiz=quiz,
            employee=data["who"],
            extra_minutes=data["extra_minutes"],
            extra_attempts=data["extra_attempts"],
            reason=data["reason"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return None


def _change(form: AllowanceForm, quiz: Quiz) -> Change:
    data = form.cleaned_data
    employee, minutes = data["who"], data["extra_minutes"]
    where = standing(employee, quiz)
    sums = Allowance.objects.filter(employee=employee, quiz=quiz).aggregate(
        given=Count("pk"),
        minutes=Coalesce(Sum("extra_minutes"), 0),
        attempts=Coalesce(Sum("extra_attempts"), 0),
    )
    ends_at = where.open.deadline if where.open else None
    return Change(
        employee=employee,
        given=sums["given"],
        used=where.attempts_used,
        minutes=_raised(quiz.time_limit_minutes, sums["minutes"], minutes),
        attempts=_raised(quiz.attempts_allowed, sums["attempts"], data["extra_attempts"]),
        ends_at=(ends_at, prolonged(ends_at, minutes, quiz.closes_at)) if ends_at else None,
    )


def _raised(limit: int | None, given: int, more: int) -> tuple[int, int] | None:
    return None if limit is None else (limit + given, limit + given + more)


def _of(quiz: Quiz, actor: Employee) -> QuerySet[Allowance]:
    reached = employees_reached(actor, VIEW).order_by().values("pk")
    found = Allowance.objects.filter(quiz=quiz, employee__in=reached)
    return found.select_related("employee__unit", "given_by")


def _shown(
    request: HttpRequest, quiz: Quiz, form: AllowanceForm, change: Change | None
) -> dict[str, Any]:
    """Reasons stand in the list: whoever opens it looks at everybody on the page."""
    actor: Employee = request.user  # type: ignore[assignment]
    page = Paginator(_of(quiz, actor), PER_PAGE).get_page(request.GET.get("p"))
    look_at(actor=actor, tokens=[each.employee.token for each in page], sight=SIGHT)
    return {
        "quiz": quiz,
        "form": form,
        "change": change,
        "page": page,
        "may_give": may(actor, ALLOW),
        "header_title": _("Allowances"),
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("quizzes:index"), "label": _("Quizzes")},
            {"url": reverse("quizzes:blueprint", args=[quiz.pk]), "label": str(quiz)},
            {"url": "", "label": _("Allowances")},
        ],
    }
