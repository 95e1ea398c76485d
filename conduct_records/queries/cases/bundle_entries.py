"""The entries of the ledger that a case's bundle proves, and what of them is opened."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conduct_records.models import Case, CodebookSignature, CodebookVersion
from conduct_records.queries.cases.identities import interviews_of, veil_before_strangers
from conduct_records.queries.cases.notice_content import evidence_of
from conduct_records.rules.cases.bundles import EnclosedEntry, fields_to_open
from conduct_records.rules.cases.closed_texts import may_name_somebody
from conduct_records.rules.cases.identities import Veil
from courses.models import Certificate
from lms.ledger.enums import Log
from lms.ledger.errors import NotCovered, TreeAltered
from lms.ledger.models import Entry
from lms.ledger.queries.checkpoints import last_checkpoint
from lms.ledger.queries.confidence import names_somebody, values_of
from lms.ledger.queries.entries import Disclosures, disclosures_of
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.queries.tree import inclusion_proof
from lms.ledger.registries import type_named
from lms.ledger.rules.bundle import ProvenEntry, bundle
from lms.ledger.rules.envelope import Disclosure
from lms.ledger.rules.verifier import VerifierKey, leaf_hash, open_note

# Who reported and the messages to and fro stay in the house.
KINDS = (
    "incident.reported",
    "evidence.added",
    "case.",
    "codebook.",
    "examination.",
    "certificate.",
)


@dataclass(frozen=True)
class CaseEntries:
    """Entries by number, with what they say and which of it is opened. Those that name reporter or
    witness by a token are left out: they are from before that was closed."""

    entries: Mapping[int, Entry]
    opened: Mapping[int, Disclosures]
    shown: Mapping[int, list[str]]
    left_out: Sequence[Entry] = ()

    def of(self, token: str, kind: str) -> Entry | None:
        """The newest one of that kind about a thing."""
        found = [e for e in self.entries.values() if e.case == token and e.type == kind]
        return found[-1] if found else None

    def has_left_out(self, token: str, kind: str) -> bool:
        return any(each.case == token and each.type == kind for each in self.left_out)

    @property
    def enclosed(self) -> list[EnclosedEntry]:
        return [
            EnclosedEntry(seq, b64encode(leaf_hash(e.envelope.encode())).decode(), self.shown[seq])
            for seq, e in self.entries.items()
        ]


def veil_of_bundle(case: Case) -> Veil:
    """Over a case as it is before strangers: reporter and witnesses, those of all cases of the
    incident, under no name, but whoever has an office in it, and the person it is about, under
    their own."""
    rows = case.steps.select_related("actor").order_by("number")
    acting = [case.subject, *(row.actor for row in rows)]
    return veil_before_strangers(case.incident, interviews_of(case.incident), acting)


def tokens_of_case(case: Case) -> list[str]:
    """As its own entries name them: incident, evidence, steps, notices, earlier bundles."""
    rows = (case.steps, case.notices, case.bundles)
    own = [token for found in rows for token in found.values_list("token", flat=True)]
    return [case.incident.token, *(each.token for each in evidence_of(case)), *own]


def tokens_beside(
    versions: Iterable[CodebookVersion],
    signatures: Iterable[CodebookSignature],
    sittings: Iterable[Any],
    certificates: Iterable[Certificate],
) -> list[str]:
    """Of what the case rests on: that the rule was known and taught."""
    rows: tuple[Any, ...] = (*versions, *signatures, *certificates)
    return [*(each.case for each in rows), *map(str, sittings)]


def entries_of(tokens: Iterable[str], veil: Veil) -> CaseEntries:
    """Raises `CannotOpen` for a row that was altered."""
    found = Entry.objects.filter(log=Log.RECORDS, case__in=list(tokens)).order_by("seq")
    return opened([each for each in found if each.type.startswith(KINDS)], veil)


def opened(entries: list[Entry], veil: Veil) -> CaseEntries:
    said = disclosures_of(entries)
    shown: dict[int, list[str]] = {}
    left_out = []
    for entry in entries:
        kind = type_named(entry.type)
        values = values_of(said[entry.seq])
        if names_somebody(entry, values):
            left_out.append(entry)
            continue
        shown[entry.seq] = fields_to_open(
            entry.type,
            values,
            kind.confidential if kind else (),
            veil.names_somebody,
        )
        if veil.lacks_names:
            shown[entry.seq] = [
                name for name in shown[entry.seq] if not may_name_somebody(entry.type, name)
            ]
    kept = {entry.seq: entry for entry in entries if entry.seq in shown}
    return CaseEntries(kept, {seq: said[seq] for seq in kept}, shown, left_out)


def proofs_of(shown: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    """Entries by number, each with the fields to be opened, under the last checkpoint.

    Raises `NotCovered`, `TreeAltered`; `KeyError` for a field that can no longer be opened.
    """
    last = last_checkpoint(Log.RECORDS)
    if last is None or max(shown) >= last.size:
        raise NotCovered
    entries = list(Entry.objects.filter(log=Log.RECORDS, seq__in=list(shown)).order_by("seq"))
    said = disclosures_of(entries)
    return bundle(
        origin=last.origin,
        keys=[str(_signed_by(last.note))],
        note=last.note,
        entries=[
            ProvenEntry(
                seq=entry.seq,
                envelope=entry.envelope,
                proof=inclusion_proof(Log.RECORDS, entry.seq, last.size),
                disclosed={name: _open(said[entry.seq], name) for name in shown[entry.seq]},
            )
            for entry in entries
        ],
    )


def _signed_by(note: str) -> VerifierKey:
    """Of all keys that count, the one that an outsider needs for it."""
    try:
        return open_note(note, verifier_keys())[1]
    except ValueError:
        raise TreeAltered from None


def _open(said: Disclosures, name: str) -> Disclosure:
    found = said[name]
    if found is None:
        raise KeyError(name)
    return found
