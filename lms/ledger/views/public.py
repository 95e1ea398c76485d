"""What anybody may have of the ledger: keys, checkpoints, the verifier. Cheap, and cacheable."""

from base64 import b64encode
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lms.ledger.enums import Log
from lms.ledger.queries.checkpoints import checkpoints, last_checkpoint, read_stored
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.queries.tree import consistency_proof
from lms.ledger.rules.verifier_text import verifier_text

MINUTE = 60
PAGE_SIZE = 100
LARGEST = 2**53


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How an outsider verifies, in plain words."""
    context = {
        "company": settings.COMPANY_NAME,
        "keys": verifier_keys(),
        "logs": [(log, last_checkpoint(log)) for log in Log],
    }
    return render(request, "ledger/about.html", context)


@cache_control(public=True, max_age=60 * MINUTE)
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks bundles and papers offline: one file."""
    response = HttpResponse(verifier_text(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verifier.py"'
    return response


@cache_control(public=True, max_age=MINUTE)
@require_safe
def checkpoint(request: HttpRequest, log: Log) -> HttpResponse:
    """The last signed note of the log."""
    last = last_checkpoint(log)
    if last is None:
        raise Http404
    return HttpResponse(last.note, content_type="text/plain; charset=utf-8")


@cache_control(public=True, max_age=MINUTE)
@require_safe
def checkpoint_list(request: HttpRequest, log: Log) -> JsonResponse:
    """The signed notes from a size on, the smallest first; `next` leads to the following ones."""
    start = _number(request, "from", default=0)
    if start is None:
        return _refused(_("Give sizes as whole numbers."))
    rows = list(checkpoints(log).filter(size__gte=start).order_by("size")[: PAGE_SIZE + 1])
    keys = verifier_keys()
    address = request.build_absolute_uri(reverse("ledger:checkpoints", args=[log]))
    follows = f"{address}?from={rows[-1].size}" if len(rows) > PAGE_SIZE else None
    found = [
        {"size": row.size, "note": row.note} for row in rows[:PAGE_SIZE] if read_stored(row, keys)
    ]
    return JsonResponse({"checkpoints": found, "next": follows})


@cache_control(public=True, max_age=MINUTE)
@require_safe
def consistency(request: HttpRequest, log: Log) -> JsonResponse:
    """The proof that the tree of one size begins with that of a smaller one (RFC 9162, 2.1.4), up
    to the last checkpoint."""
    last = last_checkpoint(log)
    if last is None:
        raise Http404
    old, new = _number(request, "from"), _number(request, "to", default=last.size)
    if old is None or new is None or not 0 <= old <= new <= last.size:
        return _refused(
            _("Give two sizes, from ≤ to ≤ %(size)d, as whole numbers.") % {"size": last.size}
        )
    proof = [b64encode(each).decode() for each in consistency_proof(log, old, new)]
    return JsonResponse({"log": last.origin, "from": old, "to": new, "consistency": proof})


def _number(request: HttpRequest, name: str, default: int | None = None) -> int | None:
    """None for what is no whole number that a tree's size can be."""
    text = request.GET.get(name)
    if text is None:
        return default
    fits = text.isascii() and text.isdigit() and len(text) < len(str(LARGEST))
    return int(text) if fits else None


def _refused(message: Any) -> JsonResponse:
    return JsonResponse({"error": str(message)}, status=400)
