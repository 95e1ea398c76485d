from typing import Any

from django.db import IntegrityError, transaction

from conduct_records.errors import DraftUnderWay
from conduct_records.models import CodebookDraft, CodebookVersion
from conduct_records.policies.codebook import check_can_write
from conduct_records.rules.codebook import Codebook, Text
from lms.people.models import Employee

EMPTY = Codebook(Text(""), (), ())


def start_draft(*, actor: Employee, content: Codebook | None = None) -> CodebookDraft:
    """The next version begins as a copy of the last one; the first as `content`, or empty.

    Raises `NotAllowed`, `DraftUnderWay`.
    """
    check_can_write(actor)
    last = CodebookVersion.objects.order_by("-number").first()
    begin = content or (last.codebook if last else EMPTY)
    fields: dict[str, Any] = {"check_codes": last.check_codes} if last else {}
    try:
        with transaction.atomic(durable=True):
            return CodebookDraft.objects.create(
                based_on=last, content=begin.as_json(), created_by=actor, **fields
            )
    except IntegrityError as error:
        raise DraftUnderWay from error
