"""The self-assessment: written in pieces, read once more, handed in. Whatever refuses it, nothing
that was typed is lost."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.people.views.requests import StaffRequest
from reviews.actions.assess_oneself import assess_oneself
from reviews.actions.save_draft import save_draft
from reviews.enums import FormKind
from reviews.errors import ReviewError
from reviews.forms.own import SelfAssessmentForm
from reviews.models import FormDraft
from reviews.queries.own import OwnReview
from reviews.views.autosave import saved_at, written
from reviews.views.own import REFUSALS, kept, own_of, page_of, proof_of

# What was sent after the session had ended, until its writer has signed in again.
UNSENT = "unsent_self_assessment"
LONGEST = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody else's is not found. Whoever is signed out finds it again after signing in."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            _put_by(request, pk)
        return redirect_to_login(request.path)
    return _own(request, pk)  # type: ignore[arg-type]


def _own(request: StaffRequest, pk: int) -> HttpResponse:
    own = own_of(request, pk)
    if request.method != "POST":
        return _begin(request, own)
    form = SelfAssessmentForm(request.POST, seen=len(own.file.steps))
    if "save" in request.POST:
        return _saved(request, own, form)
    if "change" in request.POST or not form.is_valid():
        return _write(request, own, form)
    if "confirmed" not in request.POST:
        return page_of(request, own, form, "self_confirm")
    return _handed_in(request, own, form)


def _begin(request: StaffRequest, own: OwnReview) -> HttpResponse:
    """With what was saved so far; where its time is over, that can still be read."""
    unsent = _put_by_before(request, own)
    draft = _draft(own)
    words = unsent or (draft.data if draft else {})
    form = SelfAssessmentForm(seen=len(own.file.steps), written=words)
    if not own.can_assess:
        return page_of(request, own, form, "self_over", words=_in_words(form, words))
    return _write(request, own, form)


def _write(request: StaffRequest, own: OwnReview, form: SelfAssessmentForm) -> HttpResponse:
    draft = _draft(own)
    more = {"draft": draft, "saved": saved_at(draft) if draft else ""}
    return page_of(request, own, form, "self", **more)


def _saved(request: StaffRequest, own: OwnReview, form: SelfAssessmentForm) -> HttpResponse:
    """“Save for now”, where no script does it. Half a sentence can be saved too."""
    try:
        save_draft(
            actor=request.user,
            review=own.review,
            kind=FormKind.SELF_ASSESSMENT,
            values=written(request.POST),
        )
    except ReviewError as refusal:
        form.is_valid()
        return _write(request, own, kept(own, form, refusal))
    messages.success(request, _("Saved for now. Hand it in when you are done."))
    return redirect("reviews:own-self", pk=own.review.pk)


def _handed_in(request: StaffRequest, own: OwnReview, form: SelfAssessmentForm) -> HttpResponse:
    try:
        assess_oneself(
            actor=request.user, review=own.review, proof=proof_of(request), **form.cleaned_data
        )
    except REFUSALS as refusal:
        return page_of(request, own, kept(own, form, refusal), "self_confirm")
    messages.success(request, _("Your self-assessment is handed in."))
    return redirect("reviews:own-review", pk=own.review.pk)


def _draft(own: OwnReview) -> FormDraft | None:
    drafts = own.review.drafts.filter(author=own.review.employee)
    return drafts.filter(kind=FormKind.SELF_ASSESSMENT).first()


# What was put by follows on nothing: a draft that stands is newer, and stays.
NOTHING_BEFORE = 0


def _put_by(request: HttpRequest, pk: int) -> None:
    said = written(request.POST)
    words = {name: said.get(name, "") for name in ("went_well", "to_improve", "support")}
    if sum(map(len, words.values())) <= LONGEST:
        request.session[UNSENT] = {"review": pk, "words": words}


def _put_by_before(request: StaffRequest, own: OwnReview) -> Mapping[str, str]:
    """What was sent before its writer had signed in becomes the draft; where it cannot, it is
    answered, so that it can be read at least."""
    found: Any = request.session.get(UNSENT)
    if not found or found["review"] != own.review.pk:
        return {}
    words: Mapping[str, str] = found["words"]
    try:
        save_draft(
            actor=request.user,
            review=own.review,
            kind=FormKind.SELF_ASSESSMENT,
            values=words,
            base=NOTHING_BEFORE,
        )
    except ReviewError:
        return words
    del request.session[UNSENT]
    messages.success(request, _("You were signed out. What you had written is saved."))
    return {}


def _in_words(form: SelfAssessmentForm, words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (str(form[name].label), words[name])
        for name in ("went_well", "to_improve", "support")
        if words.get(name)
    ]
