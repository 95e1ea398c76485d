"""Answers to a saving: the receipt, or why it was refused."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import Lateness
from assessments.errors import (
    AssessmentError,
    ChoiceStands,
    ItemNotFound,
    MalformedAnswer,
    SittingNotFound,
)
from assessments.rules.receipts import Receipt

# What the learner can put right at the question itself.
TO_MEND = (MalformedAnswer, ChoiceStands)


def prefers_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def receipt_reply(receipt: Receipt | None, position: int) -> JsonResponse:
    """`saved`, `label` and `message` are ready to show; the page's script knows no language. `now`
    is the server's time in milliseconds. Without a receipt there was nothing to keep."""
    said: dict[str, object] = {"position": position, "now": int(timezone.now().timestamp() * 1000)}
    if receipt is not None:
        saved_at = timezone.localtime(receipt.saved_at)
        said |= {
            "receipt": str(receipt),
            "revision": receipt.revision,
            "saved_at": saved_at.isoformat(),
            "saved": _("Saved %(time)s") % {"time": saved_at.strftime("%H:%M:%S")},
            "label": _("Receipt %(receipt)s") % {"receipt": receipt},
            "is_late": receipt.lateness != Lateness.IN_TIME,
            "counts": receipt.counts,
            "is_elsewhere": receipt.is_elsewhere,
            "message": _words(receipt),
        }
    return JsonResponse(said)


def _words(receipt: Receipt) -> str:
    """What the learner has to know beside that the answer is kept."""
    if receipt.lateness == Lateness.IN_TIME:
        return ""
    kept = _("Question %(position)d: this answer came late. It is kept, with the time.")
    counts = _("It counts.") if receipt.counts else _("It does not count as of now.")
    return f"{kept % {'position': receipt.position}} {counts}"


def tell_of_late(request: HttpRequest, receipts: Sequence[Receipt | None]) -> None:
    """A message for the next page, where any of the answers came late."""
    late = [one for one in receipts if one and one.lateness != Lateness.IN_TIME]
    if len(late) == 1:
        messages.warning(request, _words(late[0]))
    elif late:
        text = ngettext(
            "%(count)d answer came late. It is kept, with the time; the result says what counts.",
            "%(count)d answers came late. They are kept, with the time; the result says what "
            "counts.",
            len(late),
        )
        messages.warning(request, text % {"count": len(late)})


def refusal_reply(
    request: HttpRequest,
    sitting_id: UUID,
    position: int,
    error: AssessmentError,
) -> HttpResponse:
    """400 for an answer that is none, 404 for what is not the asker's, 409 for the rest."""
    is_malformed = isinstance(error, TO_MEND)
    is_missing = isinstance(error, SittingNotFound | ItemNotFound)
    status = 400 if is_malformed else 404 if is_missing else 409
    context = {
        "status": status,
        "message": str(error),
        "url": reverse("assessments:item", args=[sitting_id, position])
        if is_malformed
        else reverse("assessments:sitting", args=[sitting_id]),
        "label": _("Back to the question") if is_malformed else _("Back to the examination"),
    }
    if prefers_json(request):
        return JsonResponse(context, status=status)
    return render(request, "assessments/refused.html", context, status=status)
