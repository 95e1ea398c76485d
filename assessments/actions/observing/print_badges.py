"""Badges on sheets of A4 to cut: who somebody is, and a code that opens an observation of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.errors import NameNotPrintable
from assessments.policies.observing import check_can_print_badges
from lms.pdf.codes import qr_svg
from lms.pdf.glyphs import missing_characters
from lms.pdf.render import render_pdf
from lms.people.models import Employee

# 85 by 54 mm, two columns and five rows.
ON_A_SHEET = 10
STYLESHEET = "css/print/badges.css"


@dataclass(frozen=True)
class Badge:
    person: Employee
    code: str


def print_badges(*, actor: Employee, people: Sequence[Employee]) -> bytes:
    """The PDF; `people` are those whom the caller found for the actor, with unit and post.

    Raises `NotAllowed`, `NameNotPrintable`.
    """
    check_can_print_badges(actor)
    _check_glyphs(people)
    badges = [Badge(person, qr_svg(address_of(person))) for person in people]
    context = {
        "sheets": [badges[n : n + ON_A_SHEET] for n in range(0, len(badges), ON_A_SHEET)],
        "company": settings.COMPANY_NAME,
        "company_en": settings.COMPANY_NAME_EN,
    }
    html = render_to_string("assessments/badges/document.html", context)
    return render_pdf(html, stylesheet=STYLESHEET)


def address_of(person: Employee) -> str:
    """What the code says: a phone's camera opens it, and a scanner in the page reads `who`."""
    who = urlencode({"who": person.staff_number})
    return f"{settings.BASE_URL}{reverse('assessments:observe')}?{who}"


def _check_glyphs(people: Sequence[Employee]) -> None:
    missing = []
    for person in people:
        said = f"{person.name}{person.latin_name}{person.unit or ''}{person.post or ''}"
        if characters := missing_characters(said):
            missing.append(f"{person.name} {person.staff_number} ({' '.join(sorted(characters))})")
    if missing:
        raise NameNotPrintable(", ".join(missing))
