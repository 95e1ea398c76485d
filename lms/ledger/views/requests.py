from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from lms.ledger.actions.note_look import note_look
from lms.ledger.rules.types import HOUSE

AUDIT = gettext_noop("audit of the ledger")
REGISTER = gettext_noop("the ledger’s list of entries")
ENTRY = gettext_noop("an entry of the ledger")
BUNDLE = gettext_noop("a bundle with evidence from the ledger")


class ReaderRequest(HttpRequest):
    """The request of somebody signed in, who has a `token`. The ledger knows no more of people."""

    user: Any


def note(request: ReaderRequest, what: str, subject: str | None = None) -> None:
    """Reading the ledger is recorded as well: as a look at whom it is about, or at the house."""
    note_look(actor=request.user.token, subject=subject or HOUSE, what=what, purpose=AUDIT)
