"""Who looked at whose record."""

from django.db.models import QuerySet

from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.rules.types import LOOK


def looks_at(subject: str) -> QuerySet[Entry]:
    """The recorded looks at somebody's record, newest first; those of the last minute follow."""
    return Entry.objects.filter(subject=subject, log=Log.LOOKS, type=LOOK).order_by("-seq")
