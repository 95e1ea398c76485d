"""The entries of the ledger about roles and rosters, and the rows behind them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType
from lms.people.models import RetentionTerm, RoleGrant, RosterImport
from lms.people.rules.evidence import (
    FLEETING,
    ROLE_GRANTED,
    ROLE_WITHDRAWN,
    ROSTER_IMPORTED,
    TERM_SET,
    role_granted,
    role_withdrawn,
    roster_imported,
    term_set,
)


def _granted() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.select_related("employee", "unit", "granted_by", "revoked_by")


def _withdrawn() -> QuerySet[RoleGrant]:
    return _granted().filter(revoked_at__isnull=False)


def _imported() -> QuerySet[RosterImport]:
    written = RosterImport.objects.filter(state=RosterImport.State.DONE)
    return written.select_related("asked_by", "complete_unit")


def _terms() -> QuerySet[RetentionTerm]:
    return RetentionTerm.objects.select_related("set_by")


PLACE = {
    "unit": _("unit"),
    "unit_code": _("unit code"),
    "unit_id": _("internal number of the unit"),
}
ROLE = {"role": _("role"), **PLACE, "at": _("when")}
ROSTER = {
    "file": _("file"),
    "file_hash": _("SHA-256 of the file"),
    "counts": _("rows by outcome"),
    "digest": _("SHA-256 of what the check found"),
    **PLACE,
    "at": _("confirmed"),
}

# Of `rules.evidence.attested`, for the packages whose entries it writes.
ATTESTED = {
    "wording": _("wording"),
    "wording_hash": _("SHA-256 of the wording"),
    "language": _("language"),
    "way": _("how"),
    "signature_hash": _("SHA-256 of the signature"),
    "scan_hash": _("SHA-256 of the scan"),
    "witness": _("witness"),
    "at": _("confirmed"),
}

ENTRY_TYPES = (
    EntryType(
        ROLE_GRANTED,
        _("Role granted"),
        ROLE,
        evidence=RowEvidence(_granted, role_granted, fleeting=FLEETING),
    ),
    EntryType(
        ROLE_WITHDRAWN,
        _("Role withdrawn"),
        ROLE,
        evidence=RowEvidence(_withdrawn, role_withdrawn, fleeting=FLEETING),
    ),
    EntryType(
        ROSTER_IMPORTED,
        _("Roster imported"),
        ROSTER,
        evidence=RowEvidence(_imported, roster_imported, case="id", fleeting=(*FLEETING, "file")),
    ),
    EntryType(
        TERM_SET,
        _("Retention term set"),
        {
            "kind": _("kind of record"),
            "months": _("months"),
            "reason": _("reason"),
            "at": _("when"),
        },
        evidence=RowEvidence(_terms, term_set, case="token"),
    ),
)
