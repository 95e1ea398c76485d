"""What somebody gets to see of all that is kept about their conduct: what their own pages show, and
nothing of who reported or witnessed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conduct_records.enums import DRAWN_ANEW, NoticeKind, ViewState
from conduct_records.models import CodebookSignature, Evidence, Notice
from conduct_records.queries.cases.incidents import became_of, incident_number, reports_of
from conduct_records.queries.cases.own import OwnCase, OwnCharge, evidence_open_to, own_cases
from conduct_records.queries.cases.seen import cases_seen
from conduct_records.queries.cases.words import GROUNDS, STATES
from conduct_records.queries.signing import signatures_with_proof
from conduct_records.queries.words import LINES, SANCTIONS
from conduct_records.rules.cases import steps as said
from lms.people.models import Employee
from lms.people.registries import DataTable, Portion

Row = Mapping[str, Any]
Files = dict[str, FieldFile]
SEE = "conduct_records.view_case"


def gathered_conduct(employee: Employee, reader: Employee) -> Portion:
    """In the reader's language. Nobody but themselves gets what they reported; and of their cases
    none that is closed to the reader."""
    cases, files = _cases_open_to(reader, employee), Files()
    tables = [
        _cases(cases),
        _events(cases),
        _papers(cases),
        _statements(cases),
        _evidence(cases, files),
        _signatures(employee, files),
    ]
    if reader == employee:
        tables.append(_reports(employee))
    return Portion([table for table in tables if table.rows], files)


def _cases_open_to(reader: Employee, employee: Employee) -> list[OwnCase]:
    cases = own_cases(employee)
    if reader == employee or not cases:
        return cases
    wanted = [own.case.pk for own in cases]
    seen = set(cases_seen(reader, SEE).filter(pk__in=wanted).values_list("pk", flat=True))
    return [own for own in cases if own.case.pk in seen]


def _number() -> str:
    return pgettext("column", "Case")


def _cases(cases: Iterable[OwnCase]) -> DataTable:
    return DataTable.of(
        "cases",
        _("Conduct cases"),
        cases,
        {
            "case": (_number(), lambda own: own.case.number),
            "about": (_("What it is about"), lambda own: own.title),
            "state": (_("State"), lambda own: str(STATES[own.state])),
            "line": (_("Line"), lambda own: str(LINES[own.line]) if own.line else ""),
            "sanction": (_("Sanction"), _sanction),
            "points": (
                pgettext("column", "Points"),
                lambda own: own.record.points if own.record else 0,
            ),
            "counts_from": (
                _("Counts from"),
                lambda own: own.record and own.record.counts_from,
            ),
            "counts_until": (
                _("Counts until"),
                lambda own: own.record and own.record.counts_until,
            ),
            "appeal_until": (_("Appeal until"), lambda own: own.appeal_by),
        },
    )


def _sanction(own: OwnCase) -> str:
    return str(SANCTIONS[own.record.sanction]) if own.record and own.record.sanction else ""


def _events(cases: Iterable[OwnCase]) -> DataTable:
    rows = [
        {"case": own.case.number, "on": event.day, "what": event.what, "note": event.note}
        for own in cases
        for event in own.timeline
        if not event.is_ahead
    ]
    columns = {"case": _number(), "on": _("Day"), "what": _("What happened"), "note": _("Note")}
    return DataTable("case_events", _("Conduct cases, step by step"), columns, rows)


def _papers(cases: Iterable[OwnCase]) -> DataTable:
    rows = [
        {
            "case": own.case.number,
            "paper": str(NoticeKind(notice.kind).label),
            "issued": notice.issued_at,
            "text": list(_said_in(notice)),
            "hash": notice.content_hash,
        }
        for own in cases
        for notice in own.notices
    ]
    columns = {
        "case": _number(),
        "paper": _("Paper"),
        "issued": _("Issued"),
        "text": pgettext("column", "What it says"),
        "hash": _("SHA-256"),
    }
    return DataTable("notices", _("Papers served"), columns, rows)


def _said_in(notice: Notice) -> Iterator[str]:
    """The facts held against somebody, and the reasons."""
    content: Mapping[str, Any] = notice.content
    for charge in content.get("charges", ()):
        yield f"{charge['rule']} {OwnCharge(charge, None).title}: {charge['facts']}"
    for part in (content, content.get("decision") or {}, content.get("appeal") or {}):
        for finding in part.get("findings", ()):
            yield f"{finding['rule']}: {finding['reasons']}"
        if part.get("reasons"):
            yield part["reasons"]


def _statements(cases: Iterable[OwnCase]) -> DataTable:
    rows = [_statement(own, step) for own in cases for step in own.file.steps]
    columns = {
        "case": _number(),
        "what": pgettext("column", "What it is"),
        "at": _("When"),
        "text": _("What you said"),
        "grounds": _("Grounds"),
    }
    found = [row for row in rows if row is not None]
    return DataTable("statements", _("Statements and appeals"), columns, found)


def _statement(own: OwnCase, step: said.Step) -> Row | None:
    content = step.content
    if isinstance(content, said.Stated):
        what, grounds = pgettext("step", "Statement"), []
    elif isinstance(content, said.Appealed):
        what = pgettext("step", "Appeal")
        grounds = [str(GROUNDS[each]) for each in content.grounds]
    else:
        return None
    row = {"case": own.case.number, "what": what, "at": step.at}
    return {**row, "text": content.text, "grounds": grounds}


def _evidence(cases: Iterable[OwnCase], files: Files) -> DataTable:
    """As on their page: the copy that was drawn; the file itself of what they handed in."""
    rows = []
    for own in cases:
        shown = evidence_open_to(own) if own.file.charges else []
        for number, one in enumerate(shown, start=1):
            piece = one.row
            file = _copy_of(own, piece)
            name = ""
            if file is not None:
                name = f"{own.case.number}-{number}{_ending(file)}"
                files[name] = file
            row = {"case": own.case.number, "name": one.name, "added": piece.added_at}
            rows.append({**row, "hash": piece.sha256, "file": name})
    columns = {
        "case": _number(),
        "name": _("Name"),
        "added": _("Added"),
        "hash": _("SHA-256 of the original"),
        "file": _("File"),
    }
    return DataTable("evidence", _("Evidence"), columns, rows)


def _copy_of(own: OwnCase, piece: Evidence) -> FieldFile | None:
    view = getattr(piece, "view", None)
    if view is not None and view.state == ViewState.READY:
        return view.file
    is_own = piece.added_by_id == own.case.subject_id and piece.kind not in DRAWN_ANEW
    return piece.file if is_own else None


def _ending(file: FieldFile) -> str:
    __, dot, ending = str(file.name).rpartition("/")[2].rpartition(".")
    return f"{dot}{ending}" if dot else ""


def _reports(employee: Employee) -> DataTable:
    """What they reported themselves; of what came of it no more than their page says."""
    return DataTable.of(
        "reports",
        _("Your reports"),
        reports_of(employee),
        {
            "number": (_("Report"), incident_number),
            "at": (_("When"), lambda incident: incident.reported_at),
            "what": (_("What happened"), lambda incident: incident.what),
            "place": (_("Where"), lambda incident: incident.place),
            "became": (_("What became of it"), lambda incident: str(became_of(incident).label)),
        },
    )


def _signatures(employee: Employee, files: Files) -> DataTable:
    def scan(row: CodebookSignature) -> str:
        if not row.scan:
            return ""
        name = f"codebook-{row.version.number}{_ending(row.scan)}"
        files[name] = row.scan
        return name

    return DataTable.of(
        "codebook_signatures",
        _("Codebook signatures"),
        signatures_with_proof(employee),
        {
            "version": (_("Version"), lambda row: row.version.number),
            "at": (_("Signed"), lambda row: row.attested_at),
            "way": (_("How"), lambda row: row.get_way_display()),
            "post": (_("Post"), lambda row: row.post_code),
            "text": (_("Wording"), lambda row: row.text),
            "scan": (_("Scan"), scan),
        },
    )
