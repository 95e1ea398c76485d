"""Results as HTML for printing. Writes nothing to the database."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from conduct_records.actions.cases.typeset_notice import seal_of
from conduct_records.errors import NameCannotBePrinted
from conduct_records.queries.cases.notice_script import in_script
from conduct_records.queries.cases.notice_words import CHINESE, ENGLISH
from lms.ledger.queries.papers import printed_address
from lms.ledger.queries.proofs import Proven
from lms.pdf.codes import qr_svg
from lms.pdf.glyphs import missing_characters
from lms.people.models import Employee
from lms.ui.han import TRADITIONAL
from reviews.models import Result
from reviews.queries.result_paper import company, number_of, person_of, result_paper

STYLESHEET = "css/print/results.css"


def check_names(result: Result) -> None:
    """Raises `NameCannotBePrinted`: nothing is printed rather than a box in a name."""
    people: list[Employee | None] = [result.review.employee, result.review.manager]
    for person in people:
        if person is not None and (missing := missing_characters(person.name)):
            raise NameCannotBePrinted(person.name, missing)


def typeset(result: Result, language: str, proof: Proven) -> str:
    """One HTML document. `language` is one of the site's."""
    tongue = ENGLISH if language == ENGLISH else CHINESE
    with translation.override(tongue):
        context: dict[str, Any] = {
            "result": result,
            "review": result.review,
            "paper": result_paper(result),
            "person": person_of(result.review),
            "manager": result.review.manager,
            "company": company(),
            "number": number_of(result),
            "language": language,
            "tongue": "en" if tongue == ENGLISH else "zh",
            "proof": proof,
            "leaf": proof.leaf.hex(),
            "qr": qr_svg(address_of(result, proof)),
            "seal": seal_of(settings.COMPANY_NAME[:4]),
        }
        html = render_to_string("reviews/pdf/paper.html", context)
    return in_script(html, is_traditional=language == TRADITIONAL)


def address_of(result: Result, proof: Proven) -> str:
    """What the code on the paper leads to: with the leaf, and the checkpoint it stands under."""
    path = reverse("reviews:result-check", args=[result.token])
    return f"{settings.BASE_URL}{path}?{urlencode(printed_address(proof))}"
