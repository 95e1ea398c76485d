"""Legal holds: the last entry about somebody says whether one is in force."""

from django.utils.translation import gettext as _

from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.queries.entries import disclosures_of
from lms.ledger.rules.types import HOLD_LIFTED, HOLD_PLACED


def hold_on(subject: str) -> str | None:
    """The reason of the hold on somebody's records; None where there is none."""
    kinds = (HOLD_PLACED, HOLD_LIFTED)
    found = Entry.objects.filter(subject=subject, log=Log.RECORDS, type__in=kinds)
    newest = found.order_by("-seq").first()
    if newest is None or newest.type == HOLD_LIFTED:
        return None
    reason = disclosures_of([newest])[newest.seq]["reason"]
    return str(reason.value) if reason else _("its reason can no longer be read")
