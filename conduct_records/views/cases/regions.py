"""Regional rules: what holds where, from when; adding new ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conduct_records.actions.cases.add_pack import add_pack
from conduct_records.forms.cases.regions import PackForm, initial_of
from conduct_records.models import RulePack
from conduct_records.policies.cases import ADD_PACK, check_can_add_pack, check_can_see_packs
from conduct_records.queries.cases.regions import packs_on
from conduct_records.rules.cases.packs import DEFAULT
from lms.people.policies import may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of

PAGE_SIZE = 50


@login_required
@require_safe
def regions(request: StaffRequest) -> HttpResponse:
    """All of them: in force, to come, past."""
    check_can_see_packs(request.user)
    found = packs_on(timezone.localdate()).order_by("unit__path", "-valid_from", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"here": "cases", "page": page, "may_add": may(request.user, ADD_PACK)}
    return render(request, "conduct_records/cases/regions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """New ones for a unit of the actor's, beginning with the figures of those that `from` names."""
    check_can_add_pack(request.user)
    units = units_reached(request.user, ADD_PACK)
    sent = request.POST if request.method == "POST" else None
    form = PackForm(sent, units=units, initial=_beginning(request))
    if form.is_valid():
        given = form.cleaned_data
        add_pack(
            actor=request.user,
            unit=given["unit"],
            valid_from=given["valid_from"],
            pack=form.pack,
        )
        messages.success(request, _("The regional rules are added."))
        return redirect("conduct_records:regions")
    context = {"here": "cases", "form": form}
    status = status_of(form)
    return render(request, "conduct_records/cases/region_add.html", context, status=status)


def _beginning(request: StaffRequest) -> dict[str, object]:
    named = request.GET.get("from", "")
    row = RulePack.objects.filter(pk=int(named)).first() if named.isdecimal() else None
    initial = initial_of(row.pack, row.unit) if row else initial_of(DEFAULT, None)
    return {**initial, "valid_from": timezone.localdate()}
