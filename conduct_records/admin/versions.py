"""The versions there are, one of them with its record, and two of them compared."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from conduct_records.admin.pages import draft_page, page, with_draft
from conduct_records.models import CodebookDraft, CodebookVersion
from conduct_records.policies.codebook import check_can_see_versions
from conduct_records.queries.differences import audience_differences, counts, differences
from conduct_records.queries.versions import draft as draft_there_is
from conduct_records.queries.versions import state_of, versions_with_counts
from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Codebook
from conduct_records.rules.evidence import CODEBOOK_ADOPTED
from lms.ledger.policies import can_see as can_see_ledger
from lms.ledger.queries.entries import newest_of_case
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 30
DRAFT = "draft"


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The draft, and every version with what it is today."""
    check_can_see_versions(request.user)
    versions = list(versions_with_counts())
    today = timezone.localdate()
    found = Paginator(versions, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(each, state_of(each, versions, today), len(each.codebook.rules)) for each in found]
    return page(request, "index", _t("Versions"), draft=draft_there_is(), rows=rows, page=found)


@require_safe
def version(request: StaffRequest, number: int) -> HttpResponse:
    """What a version says, how it came about, and how to prove it."""
    check_can_see_versions(request.user)
    versions = list(CodebookVersion.objects.select_related("adopted_by"))
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise Http404
    entry = newest_of_case(found.case, CODEBOOK_ADOPTED) if can_see_ledger(request.user) else None
    return page(
        request,
        "version",
        str(found),
        version=found,
        state=state_of(found, versions, timezone.localdate()),
        lists=lists_in_words(found.codebook),
        documents=found.documents.all(),
        entry=entry,
        others=[each for each in versions if each != found],
    )


def lists_in_words(codebook: Codebook) -> list[dict[str, Any]]:
    return [
        {"line": LINES[each.line], "kind": each.line, "list": each, "rules": each.numbered}
        for each in codebook.lists
    ]


@require_safe
def compare(request: StaffRequest) -> HttpResponse:
    """`old` and `new` are numbers of versions, or "draft"."""
    check_can_see_versions(request.user)
    names = {name: request.GET.get(name, "") for name in ("old", "new")}
    old, new = (_book(names[name]) for name in ("old", "new"))
    title = _t("What changed")
    return page(request, "compare", title, **names, **compared(request, old, new))


@require_safe
@with_draft()
def changes(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    """The draft beside the version it was copied from."""
    last = draft.based_on.codebook if draft.based_on else _nothing_yet(draft.codebook)
    return draft_page(request, "changes", draft, **compared(request, last, draft.codebook))


def compared(request: StaffRequest, old: Codebook, new: Codebook) -> dict[str, Any]:
    audience = request.GET.get("audience", "")
    found = differences(old, new, audience)
    return {
        "audiences": {each.code: each for each in (*old.audiences, *new.audiences)}.values(),
        "audience": audience,
        "differences": found,
        "counts": counts(found),
        "audience_parts": audience_differences(old, new),
        "versions": CodebookVersion.objects.values_list("number", flat=True),
        "has_draft": CodebookDraft.objects.exists(),
        "compare_url": reverse("codebook:compare"),
    }


def _book(name: str) -> Codebook:
    if name == DRAFT:
        draft = draft_there_is()
        if draft is None:
            raise Http404
        return draft.codebook
    if not name.isdecimal():
        raise Http404
    return get_object_or_404(CodebookVersion, number=int(name)).codebook


def _nothing_yet(codebook: Codebook) -> Codebook:
    return Codebook(codebook.title, codebook.audiences, ())
