from conduct_records.actions.cases.typeset_notice import STYLESHEET, check_names, typeset
from conduct_records.errors import NoticeAltered
from conduct_records.models import Notice
from conduct_records.policies.cases import can_read_notice
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.notice_proof import SHOWN, notice_proof
from lms.ledger.actions.cover_paper import cover_paper
from lms.ledger.queries.papers import files_to_carry
from lms.pdf.render import Attached, render_pdf
from lms.people.errors import NotAllowed
from lms.people.models import Employee


def print_notice(*, actor: Employee, notice: Notice, language: str) -> bytes:
    """The notice as a PDF, made from what was frozen when it was issued, with its proof within. A
    checkpoint is signed first where none covers it yet.

    Raises `NotAllowed`; `NoticeAltered` where the ledger says otherwise; `NotCovered` where only
    the worker can sign and has not yet; `NameCannotBePrinted`.
    """
    if not can_read_notice(actor, notice, file_of(notice.case)):
        raise NotAllowed
    check_names(notice)
    proof = cover_paper(lambda: notice_proof(notice))
    if proof is None or proof.proven is None:
        raise NoticeAltered
    bundle, content = files_to_carry(proof.entry, SHOWN, notice.content)
    attached = [
        Attached("proof.json", bundle, "Proof that this notice stands in the ledger"),
        Attached("notice.json", content, "What this notice says"),
    ]
    html = typeset(notice, language, proof.proven)
    return render_pdf(html, stylesheet=STYLESHEET, attached=attached)
