"""Whether the site is fit to serve: asked before it starts."""

from django.db import DatabaseError

from lms.ledger.actions.make_keys import make_keys
from lms.ledger.errors import LedgerError
from lms.ledger.models import SubjectKey
from lms.ledger.queries.keys import master_key, subject_keys, verifier_keys
from lms.ledger.queries.triggers import missing_triggers

# Enough to see whether the master key is the right one; `ledger verify` opens all.
TRIED = 100


def obstacles() -> list[str]:
    """Why the site must not start, each in a sentence that says what to do; none where all is
    well. Keys that a first start needs are made."""
    try:
        return [*_about_triggers(), *_about_keys()]
    except DatabaseError as error:
        return [f"The database cannot be read: {str(error).strip()}"]


def _about_triggers() -> list[str]:
    tables = missing_triggers()
    if not tables:
        return []
    return [
        f"The database would let evidence be changed: triggers are missing, altered or disabled on "
        f"{', '.join(tables)}. `manage.py migrate` puts them back; find out first who took them "
        f"away, and run `manage.py ledger verify` after it."
    ]


def _about_keys() -> list[str]:
    make_keys()
    tokens = SubjectKey.objects.order_by("token").values_list("token", flat=True)[:TRIED]
    try:
        verifier_keys()
        master_key()
        subject_keys(list(tokens))
    except LedgerError as refusal:
        return [str(refusal)]
    return []
