"""Who may do what with the codebook. `check_can_x` raises `NotAllowed`, `can_x` answers."""

from conduct_records.models import CodebookSignature
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import check_can_attest, check_may, may
from lms.people.rules.attestation import Proof

SEE_SIGNATURES = "conduct_records.view_codebooksignature"
ENTER_SIGNATURES = "conduct_records.add_codebooksignature"
WRITE = "conduct_records.change_codebookdraft"
ADOPT = "conduct_records.add_codebookversion"
SEE_VERSIONS = "conduct_records.view_codebookversion"


def can_see_versions(actor: Employee) -> bool:
    """All versions, with the record and the papers of their adoption."""
    return may(actor, SEE_VERSIONS)


def check_can_see_versions(actor: Employee) -> None:
    check_may(actor, SEE_VERSIONS)


def can_write(actor: Employee) -> bool:
    """HR writes the codebook's drafts."""
    return may(actor, WRITE)


def check_can_write(actor: Employee) -> None:
    check_may(actor, WRITE)


def can_adopt(actor: Employee) -> bool:
    """The HR director adopts what was consulted about."""
    return may(actor, ADOPT)


def check_can_adopt(actor: Employee) -> None:
    check_may(actor, ADOPT)


def can_see_signatures(actor: Employee) -> bool:
    return may(actor, SEE_SIGNATURES)


def can_see_signature(actor: Employee, signature: CodebookSignature) -> bool:
    """Who signed, and whoever may see the signatures of their unit."""
    signer = signature.employee
    return actor == signer or may(actor, SEE_SIGNATURES, signer)


def check_can_sign(actor: Employee, employee: Employee, proof: Proof) -> None:
    """Everybody signs for themselves; what was signed on paper, HR enters for their people."""
    check_can_attest(actor, employee, proof, paper=ENTER_SIGNATURES)


def check_can_ask_to_sign(actor: Employee) -> None:
    check_may(actor, ENTER_SIGNATURES)


def can_print(actor: Employee) -> bool:
    """The lists for the wall, and the search at the desk: whoever looks after people's rules."""
    return can_see_signatures(actor) or can_see_versions(actor)


def check_can_print(actor: Employee) -> None:
    if not can_print(actor):
        raise NotAllowed
