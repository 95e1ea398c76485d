from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from conduct_records.errors import NothingToSign, RulesChanged, Superseded
from conduct_records.models import CodebookSignature, CodebookVersion
from conduct_records.policies.codebook import check_can_sign
from conduct_records.queries.signing import owed_by, place_of
from conduct_records.queries.statement import statement_of
from conduct_records.queries.versions import to_sign
from conduct_records.rules.evidence import signed
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee
from lms.people.rules.attestation import Proof, text_hash

IN_PERSON = Proof()


def sign_codebook(
    *,
    actor: Employee,
    employee: Employee,
    version: CodebookVersion,
    seen_hash: str,
    proof: Proof = IN_PERSON,
) -> CodebookSignature:
    """Keep, word for word, that the rules which bind somebody were made known to them; `seen_hash`
    is the hash of the statement they saw.

    Raises `NotAllowed` and `SignatureMissing` by `policies.check_can_sign`, `Superseded` for a
    version that is not the one to sign, `NothingToSign`, `RulesChanged` where the words are others
    by now (another post, say).
    """
    check_can_sign(actor, employee, proof)
    with transaction.atomic(durable=True):
        employee = (
            Employee.objects.select_for_update(of=("self",))
            .select_related("post", "unit")
            .get(pk=employee.pk)
        )
        if to_sign() != version:
            raise Superseded
        place = place_of(employee)
        if place is None or not owed_by(employee, version):
            raise NothingToSign
        wording = statement_of(version, place)
        if text_hash(wording) != seen_hash:
            raise RulesChanged
        signature = CodebookSignature.objects.create(
            employee=employee,
            version=version,
            standing=place.standing,
            post_code=place.post,
            text=wording,
            text_hash=seen_hash,
            language=get_language() or "",
            **proof.fields(now=timezone.now()),
        )
        record_entries(signed(signature))
    return signature
