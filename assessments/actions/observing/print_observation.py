"""An observation on paper, for the file."""

from base64 import b64encode
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from assessments.models import Observation, ObservationPhoto
from assessments.policies.observing import check_can_see_observation
from assessments.queries.observing.desk import percent_of, seen_sections
from assessments.queries.observing.words import outcome_in_words
from assessments.rules.observing.evidence import OBSERVATION_MADE
from lms.ledger.queries.entries import newest_of_case
from lms.pdf.codes import qr_svg
from lms.pdf.render import render_pdf
from lms.people.models import Employee

ENGLISH = "en"
STYLESHEET = "css/print/observations.css"


def print_observation(*, actor: Employee, observation: Observation, language: str) -> bytes:
    """The observation as a PDF, with pictures and signatures, in one of the site's languages; what
    both signed stays in the words that they signed. Writes nothing. Raises `NotAllowed`."""
    check_can_see_observation(actor, observation)
    html = typeset(observation, language)
    return render_pdf(html, stylesheet=STYLESHEET)


def typeset(observation: Observation, language: str) -> str:
    """One HTML document."""
    photos = list(observation.photos.all())
    # Each brings its picture along to the template.
    for photo in photos:
        photo.data = picture_data(photo)  # type: ignore[attr-defined]
    entry = newest_of_case(observation.token, OBSERVATION_MADE)
    address = reverse("assessments:observation", args=[observation.token])
    with translation.override(language):
        context: dict[str, Any] = {
            "observation": observation,
            "sections": seen_sections(observation, photos),
            "outcome": outcome_in_words(observation),
            "percent": percent_of(observation),
            "language": language,
            "company": settings.COMPANY_NAME_EN if language == ENGLISH else settings.COMPANY_NAME,
            "seq": entry.seq if entry else None,
            "qr": qr_svg(f"{settings.BASE_URL}{address}"),
        }
        return render_to_string("assessments/observing/paper.html", context)


def picture_data(photo: ObservationPhoto) -> str:
    """As an address that holds the picture itself: nothing is fetched while printing."""
    with photo.file.open() as file:
        return f"data:image/webp;base64,{b64encode(file.read()).decode()}"
