"""Answers to a saving: the receipt, or why it was refused."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.errors import AssessmentError, ItemNotFound, MalformedAnswer, SittingNotFound
from assessments.models import Sitting
from assessments.rules.receipts import Receipt


def prefers_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def receipt_reply(receipt: Receipt) -> JsonResponse:
    """`saved` and `label` are ready to show; the page's script knows no language."""
    saved_at = timezone.localtime(receipt.saved_at)
    return JsonResponse(
        {
            "receipt": str(receipt),
            "position": receipt.position,
            "number": receipt.number,
            "saved_at": saved_at.isoformat(),
            "saved": _("Saved %(time)s") % {"time": saved_at.strftime("%H:%M:%S")},
            "label": _("Receipt %(receipt)s") % {"receipt": receipt},
        }
    )


def refusal_reply(
    request: HttpRequest,
    sitting: Sitting,
    position: int,
    error: AssessmentError,
) -> HttpResponse:
    """400 for an answer that is none, 404 for what is not the asker's, 409 for too late."""
    is_malformed = isinstance(error, MalformedAnswer)
    is_missing = isinstance(error, SittingNotFound | ItemNotFound)
    status = 400 if is_malformed else 404 if is_missing else 409
    context = {
        "status": status,
        "message": str(error),
        "url": reverse("assessments:item", args=[sitting.pk, position])
        if is_malformed
        else reverse("assessments:sitting", args=[sitting.pk]),
        "label": _("Back to the question")
        if is_malformed
        else (_("Back to the examination") if is_missing else _("To the result")),
    }
    if prefers_json(request):
        return JsonResponse(context, status=status)
    return render(request, "assessments/refused.html", context, status=status)
