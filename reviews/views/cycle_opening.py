"""Opening a cycle: first filled in, then looked over, then opened."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lms.people.policies import may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED, status_of
from reviews.actions.open_cycle import open_cycle
from reviews.enums import CycleKinds
from reviews.errors import ReviewError
from reviews.forms.cycle import CycleForm
from reviews.models import ReviewCycle
from reviews.policies import OPEN_CYCLES, WRITE_SCORECARDS, check_can_open_cycle
from reviews.queries.cycle_plan import example_of, plan_of
from reviews.rules.cycles import CycleKind

ICONS = {
    CycleKind.QUARTERLY: "tablei",
    CycleKind.YEARLY: "star",
    CycleKind.PROBATION: "flag",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The form; sent once, what the cycle would be; sent once more from there, it is opened."""
    check_can_open_cycle(request.user)
    kind = _kind(request.GET.get("kind"))
    units = units_reached(request.user, OPEN_CYCLES)
    form = CycleForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        units=units,
        today=timezone.localdate(),
        before=_last_of(kind, [unit.pk for unit in units]),
    )
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return _form_page(request, kind, form)
    if "final" in request.POST:
        try:
            work = open_cycle(actor=request.user, cycle=form.cycle, groups=form.chosen_groups)
        except ReviewError as refusal:
            return _plan_page(request, form, refusal=str(refusal))
        return redirect("reviews:cycle-work", pk=work.pk)
    return _plan_page(request, form)


def _kind(given: str | None) -> CycleKind:
    return next((kind for kind in CycleKind if kind == given), CycleKind.QUARTERLY)


def _last_of(kind: CycleKind, units: list[int]) -> ReviewCycle | None:
    """The newest cycle of the kind for a unit where the asker could open one."""
    found = ReviewCycle.objects.filter(kind=kind, unit__in=units)
    return found.order_by("-opened_at").first()


def _form_page(request: StaffRequest, kind: CycleKind, form: CycleForm) -> HttpResponse:
    context = {
        "here": "reviews",
        "kind": kind,
        "kinds": [(each, CycleKinds(str(each)).label, ICONS[each]) for each in CycleKind],
        "form": form,
    }
    return render(request, "reviews/desk/cycle_new.html", context, status=status_of(form))


def _plan_page(request: StaffRequest, form: CycleForm, *, refusal: str = "") -> HttpResponse:
    """What the cycle would be; nothing is written yet."""
    cycle, today = form.cycle, timezone.localdate()
    plan = plan_of(cycle, form.chosen_groups, today)
    context = {
        "here": "reviews",
        "cycle": cycle,
        "plan": plan,
        "example": example_of(cycle, today),
        "groups": form.chosen_groups,
        "refusal": refusal,
        "writes_scorecards": may(request.user, WRITE_SCORECARDS),
        "can_open": not plan.without_card and bool(plan.people or cycle.probation_months),
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", "final", "change")
        ],
    }
    status = REFUSED if refusal else 200
    return render(request, "reviews/desk/cycle_plan.html", context, status=status)
