"""Certificates as HTML for printing. Writes nothing to the database; the view of one certificate,
the batches and the previews all print through it."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from courses.errors import CannotPrint
from courses.models import Certificate
from courses.rules.certificate_design import Design
from courses.rules.certificate_text import filled
from courses.rules.paper_dates import in_characters, in_digits, in_english
from lms.pdf.codes import qr_svg
from lms.pdf.glyphs import beyond_house, missing_characters

ACCENTS = {"jade": "#1b6653", "indigo": "#2f4a6d", "plain": "#24211c"}
# Cards on a sheet of A4: two columns, five rows.
ON_A_SHEET = 10
# Style sheet by layout: one page A4, one card by itself, or sheets of cards to cut.
STYLESHEETS = {
    "a4": "css/print/certificate.css",
    "card": "css/print/certificate-card.css",
    "cards": "css/print/certificate-card.css",
}


@dataclass(frozen=True)
class Paper:
    """A certificate and what it is printed with."""

    certificate: Certificate
    design: Design

    @property
    def all_text(self) -> str:
        c = self.certificate
        said = (c.name, c.latin_name, c.staff_number, c.unit_name, c.post_name)
        return "".join((*said, c.course_title, c.course_title_en, self.design.all_text))


def papers_of(certificates: Iterable[Certificate]) -> list[Paper]:
    """With the design each was issued with; a version that many share is read once."""
    designs: dict[tuple[int | None, bool], Design] = {}
    papers = []
    for certificate in certificates:
        key = (certificate.design_version_id, certificate.with_examination)
        if key not in designs:
            designs[key] = certificate.design
        papers.append(Paper(certificate, designs[key]))
    return papers


def check_glyphs(papers: Iterable[Paper]) -> None:
    """Raises `CannotPrint` with everybody whose paper would show a box, and the characters."""
    missing = [
        (f"{paper.certificate.name} {paper.certificate.staff_number}", characters)
        for paper in papers
        if (characters := missing_characters(paper.all_text))
    ]
    if missing:
        raise CannotPrint(missing)


def has_rare(papers: Iterable[Paper]) -> bool:
    """Whether the fallback font is needed."""
    return any(beyond_house(paper.all_text) for paper in papers)


def typeset(papers: Sequence[Paper], layout: str, stylesheets: Sequence[str] = ()) -> str:
    """One HTML document. `layout` is a key of `STYLESHEETS`; a browser needs the style sheets to be
    named, for a PDF they are given to the engine."""
    shown = [_on_paper(paper) for paper in papers]
    context = {
        "layout": layout,
        "papers": shown,
        "sheets": [shown[n : n + ON_A_SHEET] for n in range(0, len(shown), ON_A_SHEET)],
        "stylesheets": stylesheets,
        "title": f"{papers[0].design.title} {papers[0].certificate.serial}",
        "company": {"name": settings.COMPANY_NAME, "name_en": settings.COMPANY_NAME_EN},
    }
    return render_to_string("courses/certificate/document.html", context)


def parts(papers: Sequence[Paper], layout: str, *, size: int) -> Iterator[str]:
    """The same in documents of `size` certificates each."""
    for n in range(0, len(papers), size):
        yield typeset(papers[n : n + size], layout)


def _on_paper(paper: Paper) -> dict[str, Any]:
    certificate, design = paper.certificate, paper.design
    issued_on, until = timezone.localdate(certificate.issued_at), certificate.valid_until
    address = settings.BASE_URL + reverse("courses:verify", args=[certificate.token])
    chinese, english = _values(certificate)
    zh, en = filled(design.text, chinese), filled(design.text_en, english)
    return {
        "certificate": certificate,
        "design": design,
        "art": _art(design),
        "qr": qr_svg(address),
        "is_rare": bool(beyond_house(certificate.name)),
        "zh": zh,
        "en": en,
        "size": _size(sum(len(piece.text) for piece in zh), sum(len(piece.text) for piece in en)),
        "issued_zh": in_digits(issued_on),
        "issued_en": in_english(issued_on),
        "until_zh": in_digits(until) if until else "",
        "until_en": in_english(until) if until else "",
    }


@lru_cache(maxsize=64)
def _art(design: Design) -> dict[str, str]:
    """The drawings of a design as data addresses. WeasyPrint reads each once for all papers that
    share it, and computes no styles for what is in it: inline, they would double the memory that a
    page takes."""
    accent = ACCENTS[design.style]
    frame = "frame_plain" if design.style == "plain" else "frame"
    if design.seal_image:
        seal = design.seal_image.data
    else:
        seal = _drawn("seal", accent, characters=_seal(design.seal)) if design.seal else ""
    return {"frame": _drawn(frame, accent), "mark": _drawn("mark", accent), "seal": seal}


def _drawn(name: str, accent: str, **more: object) -> str:
    svg = render_to_string(f"courses/certificate/{name}.svg", {"accent": accent, **more})
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode('ascii')}"


def _seal(text: str) -> list[tuple[float, float, float, str]]:
    """Where each character of the seal stands in a square of 52, and how large: two columns from
    the right, each read downwards; up to two characters stand in one."""
    columns = 1 if len(text) <= 2 else 2
    rows = max(1, -(-len(text) // columns))
    size = {1: 34.0, 2: 18.5, 3: 13.0}[rows] if columns > 1 or rows > 1 else 34.0
    step, width = 39.0 / rows, 39.2 / columns
    return [
        (
            round(6.4 + 39.2 - (n // rows + 0.5) * width, 1),
            round(6.3 + (n % rows + 0.5) * step + size * 0.36, 1),
            size,
            character,
        )
        for n, character in enumerate(text)
    ]


def _values(certificate: Certificate) -> tuple[dict[str, str], dict[str, str]]:
    """What stands for each placeholder in the Chinese and in the English text."""
    until = certificate.valid_until
    both = {
        "staff_number": certificate.staff_number,
        "unit": certificate.unit_name,
        "post": certificate.post_name,
        "serial": certificate.serial,
    }
    chinese = {
        "name": certificate.name,
        "course": certificate.course_title,
        "passed_on": in_characters(certificate.passed_on),
        "valid_until": in_digits(until) if until else "长期有效",
        "company": settings.COMPANY_NAME,
    }
    english = {
        "name": certificate.latin_name or certificate.name,
        "course": certificate.course_title_en,
        "passed_on": in_english(certificate.passed_on),
        "valid_until": in_english(until) if until else "no expiry",
        "company": settings.COMPANY_NAME_EN,
    }
    return both | chinese, both | english


def _size(chinese: int, english: int) -> str:
    """How small the running text must be to stay within its space; counted in characters."""
    weight = chinese + english / 3
    return "m" if weight <= 130 else "s" if weight <= 220 else "xs"
