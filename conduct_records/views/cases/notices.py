"""Notices: the paper as a PDF, and what the code on it leads to."""

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

from conduct_records.actions.cases.print_notice import print_notice
from conduct_records.errors import NameCannotBePrinted, NoticeAltered
from conduct_records.models import Notice
from conduct_records.policies.cases import can_read_notice
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.notice_proof import is_what_was_printed, notice_proof
from conduct_records.queries.cases.notice_words import number_of
from lms.ledger.errors import NotCovered
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.views import error_page

PAPER = Sight(gettext_noop("notice of a conduct case"), gettext_noop("handling a conduct case"))
PRINTED = ("leaf", "at", "root")


def _notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("case__subject__unit", "case__subject__post")


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def paper(request: StaffRequest, token: str) -> HttpResponse:
    """The notice as a PDF, in the reader's language or the one asked for. 404 for who may not."""
    notice = get_object_or_404(_notices(), token=token)
    language = request.GET.get("language", get_language())
    may_read = can_read_notice(request.user, notice, file_of(notice.case))
    if not may_read or language not in dict(settings.LANGUAGES):
        raise Http404
    look_at(actor=request.user, tokens=[notice.case.subject.token], sight=PAPER)
    try:
        pdf = print_notice(actor=request.user, notice=notice, language=language)
    except (NotCovered, NoticeAltered, NameCannotBePrinted) as refusal:
        title = _("This notice cannot be printed now")
        return error_page(request, status=409, title=title, text=str(refusal))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{number_of(notice)}.pdf"
    response.headers["Content-Disposition"] = str(content_disposition_header(False, name))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(private=True, no_store=True)
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Public: that the paper with this address stands in the ledger, and where. Names nobody and
    says nothing of what the paper says."""
    notice = _notices().filter(token=token).first()
    proof = notice_proof(notice) if notice else None
    printed = [request.GET.get(name, "") for name in PRINTED]
    context = {
        "company": settings.COMPANY_NAME,
        "notice": notice,
        "proof": proof,
        "is_scanned": any(printed),
        "is_as_printed": proof is not None and is_what_was_printed(proof, *printed),
        "languages": settings.LANGUAGES if notice and _may_read(request, notice) else (),
    }
    template, status = "conduct_records/notices/check.html", 200 if notice else 404
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _may_read(request: HttpRequest, notice: Notice) -> bool:
    reader = request.user
    return isinstance(reader, Employee) and can_read_notice(reader, notice, file_of(notice.case))
