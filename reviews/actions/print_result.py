from lms.ledger.actions.cover_paper import cover_paper
from lms.ledger.queries.papers import files_to_carry
from lms.pdf.render import Attached, render_pdf
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.typeset_result import STYLESHEET, check_names, typeset
from reviews.errors import ResultAltered
from reviews.models import Result
from reviews.policies import can_read_result
from reviews.queries.result_proof import SHOWN, result_proof
from reviews.rules.evidence import result_content


def print_result(*, actor: Employee, result: Result, language: str) -> bytes:
    """The result as a PDF to sign: figures from what was frozen, with its proof within. A
    checkpoint is signed first where none covers it yet.

    Raises `NotAllowed`; `ResultAltered` where the ledger says otherwise; `NotCovered` where only
    the worker can sign and has not yet; `NameCannotBePrinted`.
    """
    if not can_read_result(actor, result):
        raise NotAllowed
    check_names(result)
    proof = cover_paper(lambda: result_proof(result))
    if proof is None or proof.proven is None:
        raise ResultAltered
    bundle, content = files_to_carry(proof.entry, SHOWN, result_content(result))
    attached = [
        Attached("proof.json", bundle, "Proof that this result stands in the ledger"),
        Attached("result.json", content, "What the figures of this result stand on"),
    ]
    html = typeset(result, language, proof.proven)
    return render_pdf(html, stylesheet=STYLESHEET, attached=attached)
