"""Notices: the paper as a PDF, and what the code on it leads to."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conduct_records.actions.cases.print_notice import print_notice
from conduct_records.errors import NameCannotBePrinted, NoticeAltered
from conduct_records.models import Notice
from conduct_records.policies.cases import can_read_notice
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.notice_proof import notice_proof
from conduct_records.queries.cases.notice_words import number_of
from conduct_records.views.cases.purposes import purpose_for_case
from lms.ledger.errors import NotCovered
from lms.ledger.views.papers import paper_check, pdf_response
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.views import error_page

WHAT = gettext_noop("notice of a conduct case")


def _notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("case__subject__unit", "case__subject__post")


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def paper(request: StaffRequest, token: str) -> HttpResponse:
    """The notice as a PDF, in the reader's language or the one asked for. 404 for who may not."""
    notice = get_object_or_404(_notices(), token=token, case__erased_at__isnull=True)
    language = request.GET.get("language", get_language())
    case, file = notice.case, file_of(notice.case)
    may_read = can_read_notice(request.user, notice, file)
    if not may_read or language not in dict(settings.LANGUAGES):
        raise Http404
    if request.user != case.subject:
        sight = Sight(WHAT, purpose_for_case(request, case, file))
        look_at(actor=request.user, tokens=[case.subject.token], sight=sight)
    try:
        pdf = print_notice(actor=request.user, notice=notice, language=language)
    except (NotCovered, NoticeAltered, NameCannotBePrinted) as refusal:
        title = _("This notice cannot be printed now")
        return error_page(request, status=409, title=title, text=str(refusal))
    return pdf_response(pdf, f"{number_of(notice)}.pdf")


@require_safe
@cache_control(private=True, no_store=True)
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Public: that the paper with this address stands in the ledger, and where. Names nobody and
    says nothing of what the paper says."""
    notice = _notices().filter(token=token).first()
    proof = notice_proof(notice) if notice else None
    return paper_check(
        request,
        "conduct_records/notices/check.html",
        notice,
        proof,
        paper_url="conduct_records:notice",
        can_read=notice is not None and _may_read(request, notice),
    )


def _may_read(request: HttpRequest, notice: Notice) -> bool:
    reader = request.user
    if not isinstance(reader, Employee) or notice.case.erased_at is not None:
        return False
    return can_read_notice(reader, notice, file_of(notice.case))
