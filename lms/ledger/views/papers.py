"""What the code on a paper leads to, for every package that prints its evidence."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from lms.ledger.queries.papers import PaperProof, is_what_was_printed

# Of the address in the code: leaf, size and root of the checkpoint.
PRINTED = ("leaf", "at", "root")


def paper_check(
    request: HttpRequest,
    template: str,
    paper: object,
    proof: PaperProof | None,
    *,
    paper_url: str,
    can_read: bool,
) -> HttpResponse:
    """The public page of a paper; `paper` is None where there is none of the address. It names
    nobody and says nothing of what the paper says; who may read it finds the paper itself there,
    at the URL of the name `paper_url`. The template extends `ledger/paper_check.html`."""
    printed = [request.GET.get(name, "") for name in PRINTED]
    context = {
        "company": settings.COMPANY_NAME,
        "paper": paper,
        "paper_url": paper_url,
        "proof": proof,
        "is_scanned": any(printed),
        "is_as_printed": proof is not None and is_what_was_printed(proof, *printed),
        "languages": settings.LANGUAGES if can_read else (),
    }
    response = render(request, template, context, status=200 if paper else 404)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A paper for the browser to show, not for machines that search."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = str(content_disposition_header(False, name))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
