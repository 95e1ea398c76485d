from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.queries.observing.desk import own_observations
from assessments.queries.observing.words import outcome_in_words
from assessments.views.marking_page import marking_to_do
from conduct_records.queries.cases.own import own_cases
from conduct_records.queries.cases.own_record import OwnRecord, ordered_training
from conduct_records.queries.signing import owed_now, signatures_with_proof
from courses.queries import acknowledgements_of, certificates_of
from lms.home.queries import course_cards, picture_for, standings_begun
from lms.ledger.queries.looks import looks_at
from lms.people.forms.preferences import PreferencesForm
from lms.people.queries.looks import looks_read
from lms.people.views.requests import StaffRequest
from reviews.queries.today import newest_result, waiting_for

CONFIRMED_PER_PAGE = 10
LOOKS_PER_PAGE = 20
LATEST_LOOKS = 3


@require_safe
@login_required
def today(request: StaffRequest) -> HttpResponse:
    """What to do now: the one course to go on with, then what else is due."""
    cards = course_cards(request.user)
    open_cards = [card for card in cards if not card.is_completed]
    return render(
        request,
        "home/today.html",
        {
            "here": "today",
            "rules_to_sign": len(owed_now(request.user)),
            "conduct": OwnRecord(own_cases(request.user)),
            "reviews": waiting_for(request.user, timezone.localdate()),
            "to_mark": marking_to_do(request.user),
            "main": open_cards[0] if open_cards else None,
            "picture": picture_for(open_cards[0]) if open_cards else None,
            "others": open_cards[1:],
            "completed": [card for card in cards if card.is_completed],
        },
    )


@require_safe
@login_required
def record(request: StaffRequest) -> HttpResponse:
    """What counts for and against me, my certificates, results and what I have confirmed."""
    cards = course_cards(request.user)
    conduct = OwnRecord(own_cases(request.user))
    observed = own_observations(request.user).first()
    return render(
        request,
        "home/record.html",
        {
            "here": "record",
            "observed": observed,
            "observed_outcome": outcome_in_words(observed) if observed else "",
            "conduct": conduct,
            "trainings": ordered_training(conduct.cases, [card.journey for card in cards]),
            "certificates": certificates_of(request.user),
            "standings": standings_begun(cards),
            "rules_to_sign": len(owed_now(request.user)),
            "signatures": signatures_with_proof(request.user),
            "newest": newest_result(request.user),
            "looks": looks_read(list(looks_at(request.user.token)[:LATEST_LOOKS])),
            "acknowledgements": Paginator(
                acknowledgements_of(request.user), CONFIRMED_PER_PAGE
            ).get_page(request.GET.get("page")),
        },
    )


@require_safe
@login_required
def me(request: StaffRequest) -> HttpResponse:
    form = PreferencesForm(
        initial={"language": request.user.language, "scheme": request.user.scheme}
    )
    return render(request, "home/me.html", {"here": "me", "form": form})


@require_safe
@login_required
def looks(request: StaffRequest) -> HttpResponse:
    """Who opened my record, when, and for what purpose."""
    found = Paginator(looks_at(request.user.token), LOOKS_PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {"here": "me", "page": page, "looks": looks_read(list(page))}
    return render(request, "home/looks.html", context)
