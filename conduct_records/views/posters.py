from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conduct_records.actions.print_poster import Layout, print_poster
from conduct_records.policies.codebook import check_can_print
from conduct_records.queries.versions import in_force
from conduct_records.rules.posters import audience_of, lists_of
from lms.people.views.requests import StaffRequest


@require_safe
@login_required
def posters(request: StaffRequest) -> HttpResponse:
    """What can be printed of the codebook in force: for whom, in which language, how large."""
    check_can_print(request.user)
    version = in_force()
    audiences = []
    if version is not None:
        book = version.codebook
        audiences = [
            (each, len({rule.code for one in lists_of(book, each) for rule in one.rules}))
            for each in book.audiences
        ]
    context = {
        "version": version,
        "audiences": audiences,
        "languages": settings.LANGUAGES,
        "here": "codebook",
    }
    return render(request, "conduct_records/posters/list.html", context)


@require_safe
@login_required
def poster(request: StaffRequest, audience: str, language: str, layout: str) -> HttpResponse:
    """One of them as a PDF."""
    check_can_print(request.user)
    version = in_force()
    if version is None or language not in dict(settings.LANGUAGES) or layout not in set(Layout):
        raise Http404
    try:
        audience_of(version.codebook, audience)
    except KeyError:
        raise Http404 from None
    pdf = print_poster(
        actor=request.user,
        version=version,
        audience=audience,
        language=language,
        layout=Layout(layout),
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"codebook-{version.number}-{audience}-{language}-{layout}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
