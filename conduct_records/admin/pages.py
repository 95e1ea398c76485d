"""What the back office's pages of the codebook have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from conduct_records.errors import NoDraft
from conduct_records.models import CodebookDraft
from conduct_records.policies.codebook import can_adopt, can_write, check_can_see_versions
from conduct_records.queries.versions import draft as draft_there_is
from lms.people.views.requests import StaffRequest

ICON = "list-ol"
INDEX = {"label": _("Codebook")}
# The pages of a draft, in the order of the work.
TABS = (
    ("draft", _("Rules")),
    ("audiences", _("Title and audiences")),
    ("record", _("Record of adoption")),
    ("documents", _("Documents")),
    ("changes", _("What changes")),
    ("adopt", _("Adoption")),
)


def page(
    request: StaffRequest, template: str, title: str, *, below: str = "", **context: Any
) -> HttpResponse:
    """A page of the codebook, with the way back; `below` is a page of the draft that it is opened
    from."""
    crumbs = [{"url": reverse("codebook:index"), "label": INDEX["label"]}]
    if below:
        crumbs.append({"url": reverse(f"codebook:{below}"), "label": dict(TABS)[below]})
    context |= {
        "header_title": title,
        "page_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
        "may_write": can_write(request.user),
        "may_adopt": can_adopt(request.user),
    }
    return render(request, f"conduct_records/admin/{template}.html", context)


def draft_page(
    request: StaffRequest, tab: str, draft: CodebookDraft, **context: Any
) -> HttpResponse:
    """One of the draft's own pages, with its tabs."""
    context |= {"draft": draft, "tabs": TABS, "tab": tab}
    return page(request, tab, str(draft), **context)


DraftView = Callable[..., HttpResponse]


def with_draft(check: Callable[[Any], None] = check_can_see_versions) -> Any:
    """Gives the view the draft there is; without one, the way leads back to the list."""

    def decorate(view: DraftView) -> DraftView:
        @wraps(view)
        def wrapped(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check(request.user)
            draft = draft_there_is()
            if draft is None:
                messages.warning(request, str(NoDraft.message))
                return redirect("codebook:index")
            try:
                return view(request, draft, *args, **kwargs)
            except NoDraft as refusal:  # adopted or discarded meanwhile
                messages.warning(request, str(refusal))
                return redirect("codebook:index")

        return wrapped

    return decorate


def saved(request: StaffRequest) -> None:
    messages.success(request, _t("Saved."))
