"""Erasing a token from the ledger alone: what `erase_person` comes to without any rows."""

from django.db import transaction

from lms.ledger.actions.erasing import destroy_keys


def erase_subject(*, actor: str, subject: str, reason: str) -> int:
    with transaction.atomic(durable=True):
        return destroy_keys(actor=actor, subject=subject, records=(), reason=reason)
