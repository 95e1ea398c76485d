"""The ledger on the desk: how it stands, its entries, having it verified."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.ledger.actions.run_verification import request_verification
from lms.ledger.enums import Log
from lms.ledger.forms.register import RegisterFilter
from lms.ledger.models import Entry, VerificationRun
from lms.ledger.policies import check_can_see, kept_from
from lms.ledger.queries.checkpoints import last_checkpoint
from lms.ledger.queries.confidence import closed_actors
from lms.ledger.queries.register import (
    closed_among,
    entries_matching,
    growth_of,
    last_verification,
    running_verification,
)
from lms.ledger.queries.tree import size_of
from lms.ledger.rules.drawing import bars
from lms.ledger.views.requests import REGISTER, ReaderRequest, note
from lms.ledger.views.words import People, kept_closed, kept_from_you, kind_of

PAGE_SIZE = 25


@never_cache
@login_required
@require_safe
def register(request: ReaderRequest) -> HttpResponse:
    """What a log stands at, and its entries, newest first."""
    check_can_see(request.user)
    note(request, REGISTER)
    choice = RegisterFilter(request.GET)
    log = choice.wanted.log
    closed = kept_from(request.user)
    found = Paginator(entries_matching(choice.wanted, closed), PAGE_SIZE)
    page = found.get_page(request.GET.get("page"))
    growth = growth_of(log, timezone.localdate())
    context = {
        "here": "ledger",
        "log": log,
        "filter": choice,
        "page": page,
        "rows": _rows(request, log, list(page), closed),
        "size": size_of(log),
        "today": growth[-1][1],
        "bars": bars(growth),
        "checkpoint": last_checkpoint(log),
        "verified": last_verification(),
        "running": running_verification(),
    }
    return render(request, "ledger/register.html", context)


def _rows(
    request: ReaderRequest, log: Log, page: list[Entry], closed: Q
) -> list[tuple[Entry, str, str]]:
    """With kind and actor, as far as the reader may know."""
    kept = closed_among(log, page, closed)
    open_ones = [entry for entry in page if entry.seq not in kept]
    nameless = closed_actors(open_ones)
    people = People(request.user, {one.actor for one in open_ones if one.seq not in nameless})
    rows = []
    for entry in page:
        if entry.seq in kept:
            rows.append((entry, kept_from_you(), "—"))
            continue
        actor = kept_closed() if entry.seq in nameless else people.name(entry.actor)
        rows.append((entry, kind_of(entry), actor))
    return rows


@require_POST
@login_required
def verify_now(request: ReaderRequest) -> HttpResponse:
    """Have the worker recompute everything, and go where its progress is shown."""
    check_can_see(request.user)
    run = request_verification(actor=request.user.token)
    return redirect("ledger:verification", pk=run.pk)


@never_cache
@login_required
@require_safe
def verification(request: ReaderRequest, pk: UUID) -> HttpResponse:
    """How far a verification is, or its verdict."""
    check_can_see(request.user)
    run = get_object_or_404(VerificationRun, pk=pk)
    return render(request, "ledger/verification.html", {"here": "ledger", "work": run})
