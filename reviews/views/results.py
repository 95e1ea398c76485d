"""A frozen result by its token: worked out once more, as data, on paper, and what the code on the
paper leads to. For the person and for who sees the review."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conduct_records.errors import NameCannotBePrinted
from lms.ledger.errors import NotCovered
from lms.ledger.views.papers import paper_check, pdf_response
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.views import error_page
from reviews.actions.print_result import print_result
from reviews.errors import ResultAltered
from reviews.models import Result
from reviews.policies import can_read_result, can_see_review
from reviews.queries.exporting import export_of
from reviews.queries.files import file_of
from reviews.queries.recomputing import recompute as recompute_result
from reviews.queries.result_paper import number_of
from reviews.queries.result_proof import result_proof
from reviews.views.shown_results import known_for

RESULT = Sight(gettext_noop("result of a review"), gettext_noop("handling a review"))


def _results() -> QuerySet[Result]:
    return Result.objects.select_related(
        *("review__cycle", "review__unit", "review__post__group", "review__manager", "frozen_by"),
        *("review__employee__unit", "review__employee__post__group"),
    )


def _result_for(request: StaffRequest, token: str) -> Result:
    """404 for whoever may not read it; opening somebody else's is noted before it is shown."""
    result = get_object_or_404(_results(), token=token)
    if not can_read_result(request.user, result):
        raise Http404
    look_at(actor=request.user, tokens=[result.review.employee.token], sight=RESULT)
    return result


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def recompute(request: StaffRequest, token: str) -> HttpResponse:
    """Changes nothing: the frozen result stays as it is."""
    result = _result_for(request, token)
    review = result.review
    file = file_of(review)
    known = known_for(request.user, review, result.frozen_trace, file)
    is_desk = can_see_review(request.user, review)
    context: dict[str, Any] = {
        "here": "reviews" if is_desk else "record",
        "shell": "ui/desk.html" if is_desk else "ui/phone.html",
        "is_desk": is_desk,
        "review": review,
        "subject": review.employee,
        "result": result,
        "found": recompute_result(review, result, file, known),
    }
    return render(request, "reviews/review/recompute.html", context)


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def trace_json(request: StaffRequest, token: str) -> HttpResponse:
    """All that the figures stand on, for working them out elsewhere (`rules.export`)."""
    result = _result_for(request, token)
    text = json.dumps(export_of(result), ensure_ascii=False, indent=1) + "\n"
    response = HttpResponse(text, content_type="application/json")
    name = content_disposition_header(True, f"{number_of(result)}.json")
    response.headers["Content-Disposition"] = str(name)
    return response


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def paper(request: StaffRequest, token: str) -> HttpResponse:
    """The result as a PDF to sign, in the reader's language or the one asked for."""
    language = request.GET.get("language", get_language())
    if language not in dict(settings.LANGUAGES):
        raise Http404
    result = _result_for(request, token)
    try:
        pdf = print_result(actor=request.user, result=result, language=language)
    except (NotCovered, ResultAltered, NameCannotBePrinted) as refusal:
        title = _("This result cannot be printed now")
        return error_page(request, status=409, title=title, text=str(refusal))
    return pdf_response(pdf, f"{number_of(result)}.pdf")


@require_safe
@cache_control(private=True, no_store=True)
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Public: that the paper with this address stands in the ledger, and where. Names nobody and
    says nothing of what the paper says."""
    result = _results().filter(token=token).first()
    proof = result_proof(result) if result else None
    return paper_check(
        request,
        "reviews/pdf/check.html",
        result,
        proof,
        paper_url="reviews:result-pdf",
        can_read=result is not None and _may_read(request, result),
    )


def _may_read(request: HttpRequest, result: Result) -> bool:
    return isinstance(request.user, Employee) and can_read_result(request.user, result)
