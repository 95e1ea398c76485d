from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lms.ui.places import places_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame shows: the site's name, the reader's light or dark, and the places
    of the desk (looked up only where a template shows them)."""
    user = getattr(request, "user", None)
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "scheme": getattr(user, "scheme", "system"),
        "desk_places": SimpleLazyObject(lambda: places_for(user)),
    }
