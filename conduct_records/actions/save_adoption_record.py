from collections.abc import Mapping
from typing import Any

from django.db import transaction

from conduct_records.actions.locked_draft import locked_draft
from conduct_records.errors import UnknownQuestion
from conduct_records.models import CodebookDraft
from conduct_records.models.version import Adoption
from conduct_records.policies.codebook import check_can_write
from conduct_records.queries.adoption import unanswerable
from lms.people.models import Employee

RECORD = frozenset(field.name for field in Adoption._meta.local_fields)


def save_adoption_record(*, actor: Employee, record: Mapping[str, Any]) -> CodebookDraft:
    """Note how the draft comes about: what `models.version.Adoption` names, or a part of it.

    Raises `NotAllowed`, `NoDraft`, `UnknownQuestion` for a short check that nobody could answer.
    """
    check_can_write(actor)
    assert record.keys() <= RECORD
    codes = set(record.get("check_codes", ()))
    with transaction.atomic(durable=True):
        draft = locked_draft()
        if unanswerable(codes):
            raise UnknownQuestion
        for name, value in record.items():
            setattr(draft, name, value)
        draft.save(update_fields=[*record, "changed_at"])
    return draft
