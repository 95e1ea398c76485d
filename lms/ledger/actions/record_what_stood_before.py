from itertools import islice

from django.db import transaction

from lms.ledger.actions.record_entries import AT_ONCE, lock_head, record_entries
from lms.ledger.enums import Log
from lms.ledger.queries.tree import size_of
from lms.ledger.registries import Evidence, types


def record_what_stood_before() -> int:
    """Write the entries of all evidence that is older than the ledger; how many these were.

    Only while nothing at all is recorded: from then on a row without its entry is a matter for
    `ledger verify`, and is never made good in silence.
    """
    with transaction.atomic():
        lock_head(Log.RECORDS)
        if size_of(Log.RECORDS):
            return 0
        return sum(_record_all(each.evidence) for each in types() if each.evidence)


def _record_all(evidence: Evidence) -> int:
    count, cases = 0, iter(evidence.cases())
    while some := list(islice(cases, AT_ONCE)):
        records = evidence.records_of(some)
        count += len(record_entries(*(records[case] for case in some)))
    return count
