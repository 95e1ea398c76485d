"""Notices as HTML for printing. Writes nothing to the database."""

from base64 import b64encode
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from conduct_records.errors import NameCannotBePrinted
from conduct_records.models import Notice
from conduct_records.queries.cases.notice_script import in_script
from conduct_records.queries.cases.notice_words import ISSUERS, TITLES, number_of
from conduct_records.rules.cases.records import line_of
from conduct_records.rules.codebook import Line
from lms.ledger.queries.papers import printed_address
from lms.ledger.queries.proofs import Proven
from lms.pdf.codes import qr_svg
from lms.pdf.glyphs import missing_characters
from lms.ui.han import TRADITIONAL

STYLESHEET = "css/print/notices.css"
PRAISE = "嘉"


def check_names(notice: Notice) -> None:
    """Raises `NameCannotBePrinted`: nothing is printed rather than a box in a name."""
    for person in (notice.content["person"], notice.content["issuer"]):
        if missing := missing_characters(person["name"]):
            raise NameCannotBePrinted(person["name"], missing)


def typeset(notice: Notice, language: str, proof: Proven) -> str:
    """One HTML document. `language` is one of the site's; English papers end with the gist in
    Chinese, Chinese ones with it in English."""
    content, tongue = notice.content, "en" if language == "en" else "zh"
    charges = _charges(content)
    context: dict[str, Any] = {
        "content": content,
        "kind": notice.kind,
        "language": language,
        "tongue": tongue,
        "number": number_of(notice),
        "title": TITLES[notice.kind],
        "issuer": ISSUERS[notice.kind],
        "charges": charges,
        "line": line_of(Line(each["line"]) for each in charges if _is_proven(each)),
        "sanction": {each: _sanction(content, each) for each in ("zh", "en")},
        "proof": proof,
        "leaf": proof.leaf.hex(),
        "qr": qr_svg(address_of(notice, proof)),
        "seal": _seal(content),
        "body": f"conduct_records/notices/{tongue}/{notice.kind}.html",
        "gist": f"conduct_records/notices/{'zh' if tongue == 'en' else 'en'}/gist.html",
    }
    html = render_to_string("conduct_records/notices/paper.html", context)
    return in_script(html, is_traditional=language == TRADITIONAL)


def address_of(notice: Notice, proof: Proven) -> str:
    """What the code on the paper leads to: with the leaf, and the checkpoint it stands under."""
    path = reverse("conduct_records:notice-check", args=[notice.token])
    return f"{settings.BASE_URL}{path}?{urlencode(printed_address(proof))}"


def _sanction(content: dict[str, Any], tongue: str) -> str:
    """In a few words; nothing where nothing was decided."""
    if "decision" not in content:
        return ""
    template = f"conduct_records/notices/{tongue}/sanction.html"
    return mark_safe(render_to_string(template, {"content": content}).strip())  # noqa: S308


def _charges(content: dict[str, Any]) -> list[dict[str, Any]]:
    """With what the decision found of each."""
    decision = content.get("decision")
    findings = {each["rule"]: each for each in decision["findings"]} if decision else {}
    return [{**charge, "finding": findings.get(charge["rule"])} for charge in content["charges"]]


def _is_proven(charge: dict[str, Any]) -> bool:
    return bool(charge["finding"] and charge["finding"]["is_proven"])


def _seal(content: dict[str, Any]) -> str:
    is_praise = content["kind"] == "commendation"
    return seal_of(PRAISE if is_praise else content["company"]["zh"][:4])


def seal_of(text: str) -> str:
    """A stamp with at most four characters, as a data address: WeasyPrint computes no styles for
    what is in it."""
    context = {"text": text, "in_four": len(text) == 4}
    svg = render_to_string("conduct_records/notices/seal.svg", context)
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
