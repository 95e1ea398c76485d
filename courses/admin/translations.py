from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from courses.enums import TranslationState
from courses.queries.translations import translated_pages
from lms.people.policies import check_may

PAGE_SIZE = 50


def translations(request: HttpRequest) -> HttpResponse:
    """Published pages and where their English stands; `state` narrows to one answer, "todo" to
    all that ask for work."""
    check_may(request.user, "simple_translation.submit_translation")  # type: ignore[arg-type]
    state = request.GET.get("state", "")
    wanted = [row for row in translated_pages() if _is_wanted(row.state, state)]
    context = {
        "page": Paginator(wanted, PAGE_SIZE).get_page(request.GET.get("page")),
        "states": TranslationState.choices,
        "state": state,
        "header_title": _("Translations"),
        "header_icon": "globe",
        "breadcrumbs_items": [{"url": "", "label": _("Translations")}],
    }
    return render(request, "courses/admin/translations.html", context)


def _is_wanted(found: TranslationState, asked: str) -> bool:
    if asked == "todo":
        return found is not TranslationState.CURRENT
    return not asked or found.value == asked
