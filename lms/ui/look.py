"""Every component of the pages, side by side in light and dark, for those who build pages."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

PARTS = [
    ("Type", "ui/look/type.html"),
    ("Actions", "ui/look/actions.html"),
    ("States", "ui/look/states.html"),
    ("Cards and rows", "ui/look/cards.html"),
    ("Fields", "ui/look/fields.html"),
    ("Notices", "ui/look/notices.html"),
    ("Norms and figures", "ui/look/norms.html"),
    ("Tables and charts", "ui/look/tables.html"),
    ("Frames", "ui/look/frames.html"),
    ("Icons", "ui/look/icons.html"),
]


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """For developers and whoever works in the back office; there is no such page for others."""
    if not (settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    context = {
        "parts": [{"title": title, "template": template} for title, template in PARTS],
        "schemes": ["light", "dark"],
        "icons": icon_names(),
    }
    return render(request, "ui/look/page.html", context)


def icon_names() -> list[str]:
    sprite = finders.find("icons.svg")
    assert isinstance(sprite, str)
    return re.findall(r'<symbol id="([^"]+)"', Path(sprite).read_text(encoding="utf-8"))
