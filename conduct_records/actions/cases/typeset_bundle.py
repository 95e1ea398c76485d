"""The papers that a case's bundle adds of its own, as PDF: index, rules, acknowledgement, training.
Writes nothing to the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conduct_records.models import BundleWork, Case, CodebookSignature
from conduct_records.queries.cases.bundle import Grounds
from conduct_records.queries.cases.bundle_entries import CaseEntries
from conduct_records.queries.cases.case_page import people_in, step_rows
from conduct_records.queries.cases.files import step_of
from conduct_records.queries.cases.identities import called
from conduct_records.queries.cases.notice_content import evidence_of
from conduct_records.queries.cases.step_lines import Line
from conduct_records.queries.cases.timeline import under
from conduct_records.queries.cases.words import STATES, STEPS
from conduct_records.queries.reading import said as in_readers_words
from conduct_records.queries.words import LINES, SANCTIONS
from conduct_records.rules.cases.bundles import Enclosed
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.evidence import entry_name
from conduct_records.rules.cases.identities import Veil
from conduct_records.rules.cases.incident_evidence import EVIDENCE_ADDED, INCIDENT_REPORTED
from conduct_records.rules.cases.procedure import StepKind
from lms.ledger.queries.keys import verifier_keys
from lms.pdf.codes import qr_svg
from lms.pdf.render import render_pdf

STYLESHEET = "css/print/bundle.css"


@dataclass(frozen=True)
class Happened:
    """A line of the course of events, with the number of the entry that records it."""

    at: datetime
    title: str
    lines: Sequence[Line] = ()
    by: str = ""
    seq: int | None = None


def index(
    work: BundleWork,
    file: CaseFile,
    grounds: Grounds,
    entries: CaseEntries,
    veil: Veil,
    files: Sequence[Enclosed],
    made_at: datetime,
) -> bytes:
    case = work.case
    context = {
        "title": _("Bundle of case %(number)s") % {"number": case.number},
        "work": work,
        "case": case,
        "state": STATES[file.state],
        "rules": [
            (each.charge, _title(each.rule), LINES[each.charge.line]) for each in grounds.rules
        ],
        "made_at": made_at,
        "files": files,
        "events": sorted(_events(case, file, entries, veil), key=lambda event: event.at),
        "closed": _closed(entries),
        **place_of_key(),
    }
    return _pdf("index", context)


def rules(grounds: Grounds) -> bytes:
    found = [
        {
            "charge": each.charge,
            "rule": each.rule,
            "title": _title(each.rule),
            "explanation": in_readers_words(each.rule.explanation) if each.rule else "",
            "line": LINES[each.charge.line],
            "sanctions": [SANCTIONS[one] for one in dict.fromkeys(each.rule.sanctions)]
            if each.rule
            else [],
            "version": each.version,
            "signature": each.signature,
            "is_overridden": each.is_overridden,
        }
        for each in grounds.rules
    ]
    return _pdf("rules", {"title": _("The rules charged"), "rules": found})


def acknowledgement(signature: CodebookSignature) -> bytes:
    title = _("Signature under %(version)s") % {"version": signature.version}
    return _pdf("acknowledgement", {"title": title, "signature": signature})


def training(case: Case, grounds: Grounds) -> bytes:
    context = {
        "title": _("Training on these rules"),
        "case": case,
        "taught": grounds.taught,
        "training": grounds.training,
    }
    return _pdf("training", context)


def place_of_key() -> dict[str, Any]:
    """Where an outsider gets program and key."""
    address = f"{settings.BASE_URL}{reverse('ledger:about')}"
    return {"address": address, "qr": qr_svg(address), "keys": verifier_keys()}


def _pdf(name: str, context: dict[str, Any]) -> bytes:
    base = {
        "language": get_language(),
        "company": settings.COMPANY_NAME,
        "company_en": settings.COMPANY_NAME_EN,
    }
    html = render_to_string(f"conduct_records/bundle/{name}.html", base | context)
    return render_pdf(html, stylesheet=STYLESHEET)


def _title(rule: Any) -> str:
    return in_readers_words(rule.title) if rule else ""


def _events(case: Case, file: CaseFile, entries: CaseEntries, veil: Veil) -> Iterator[Happened]:
    """Reporter and witnesses under no name; what the person concerned says is left as it is."""
    incident, rows = case.incident, step_rows(case)
    names = people_in(file, rows)
    reported = entries.of(incident.token, INCIDENT_REPORTED)
    told = [("", veil.over_report(text, called)) for text in (incident.place, incident.what)]
    yield Happened(incident.happened_at, _("It happened"), told)
    seq = reported.seq if reported else None
    yield Happened(incident.reported_at, _("It was reported"), seq=seq)
    for number, each in enumerate(evidence_of(case), start=1):
        entry = entries.of(each.token, EVIDENCE_ADDED)
        title = _("Evidence %(number)d") % {"number": number}
        yield Happened(each.added_at, title, seq=entry.seq if entry else None)
    for row in rows:
        entry = entries.of(row.token, entry_name(row.kind))
        yield Happened(
            row.at,
            str(STEPS[StepKind(row.kind)]),
            under(veil, step_of(row).content, names),
            "" if row.actor.is_system else row.actor.localised_name,
            entry.seq if entry else None,
        )


def _closed(entries: CaseEntries) -> int:
    """How many fields stay closed that could be opened."""
    return sum(
        sum(each is not None for each in said.values()) - len(entries.shown[seq])
        for seq, said in entries.opened.items()
    )
