"""Keeping what is written in pieces, for `static/js/saved-form.js`: the self-assessment, the
manager's rating."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED
from reviews.actions.save_draft import save_draft
from reviews.enums import FormKind
from reviews.errors import DraftTooLong, DraftWrittenElsewhere, ReviewError
from reviews.models import FormDraft, Review

# What a form brings besides what is written in it.
NOT_WRITTEN = ("csrfmiddlewaretoken", "form_id", "seen", "base", "revision", "signature", "save")


@login_required
@require_POST
def save(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The form with `base` and `revision`, as `save_draft` has them. Answers in JSON: the receipt;
    409 with what stands where something newer does; a refusal in words."""
    if kind not in FormKind.values:
        raise Http404
    review = get_object_or_404(Review, pk=pk)
    try:
        draft = save_draft(
            actor=request.user,
            review=review,
            kind=FormKind(kind),
            values=written(request.POST),
            base=_number(request.POST.get("base", "")),
            revision=_number(request.POST.get("revision", "")),
        )
    except DraftWrittenElsewhere as refusal:
        stands = {"values": refusal.values, "revision": refusal.revision}
        return JsonResponse({"message": str(refusal)} | stands, status=409)
    except DraftTooLong as refusal:
        return JsonResponse({"message": str(refusal)}, status=413)
    except ReviewError as refusal:
        return JsonResponse({"message": str(refusal)}, status=REFUSED)
    return JsonResponse({"receipt": True, "saved": saved_at(draft), "revision": draft.revision})


def written(data: QueryDict) -> dict[str, str]:
    """What somebody wrote in a form that was posted, by its fields, without what no database
    keeps."""
    return {
        name: str(value).replace("\0", "")
        for name, value in data.items()
        if name not in NOT_WRITTEN
    }


def saved_at(draft: FormDraft) -> str:
    """The time of day, for the reader."""
    return date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")


def _number(text: str) -> int | None:
    """None for what is no revision."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
