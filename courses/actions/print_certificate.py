from courses.actions.typeset_certificates import STYLESHEETS, check_glyphs, papers_of, typeset
from courses.errors import PaperErased
from courses.models import Certificate
from courses.policies import check_can_see_certificate
from lms.pdf.render import render_pdf
from lms.people.models import Employee


def print_certificate(*, actor: Employee, certificate: Certificate, layout: str = "a4") -> bytes:
    """The certificate as a PDF, made anew from what was frozen when it was issued. `layout` is
    "a4" or "card" (85.6 × 54 mm).

    Raises `NotAllowed`; `PaperErased`; `CannotPrint` where no font has a character of it.
    """
    check_can_see_certificate(actor, certificate)
    if certificate.is_erased:
        raise PaperErased
    papers = papers_of([certificate])
    check_glyphs(papers)
    return render_pdf(typeset(papers, layout), stylesheet=STYLESHEETS[layout])
