"""What a notice says, frozen when it is issued: facts in plain values, from which it is printed in
either language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from conduct_records.models import Case, CodebookVersion, Evidence
from conduct_records.queries.cases.files import zone
from conduct_records.queries.cases.identities import places_before_subject
from conduct_records.queries.cases.knowledge import KnownThen
from conduct_records.queries.cases.shown_evidence import neutral_names
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.measures import Measure
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.records import kept_back
from conduct_records.rules.cases.step_content import as_json
from conduct_records.rules.codebook import Place, Rule, Text
from lms.people.models import Employee

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def content_of_notice(
    case: Case, file: CaseFile, kind: str, issuer: Employee, pack: Pack
) -> dict[str, Any]:
    """`file` includes the step that issues it. Moments are ISO 8601 in the company's time zone,
    money is in fen."""
    return {
        "kind": kind,
        "case": case.number,
        "company": {"zh": settings.COMPANY_NAME, "en": settings.COMPANY_NAME_EN},
        "person": _person(case.subject),
        "incident": _incident(case),
        "charges": list(_charges(case, file)),
        "evidence": list(_evidence(case)),
        "issuer": _named(issuer),
        "issued_at": _moment(file.steps[-1].at),
        **_of_kind(file, kind, pack),
    }


def evidence_of(case: Case) -> Iterable[Evidence]:
    """What came with the report and what was added in the case."""
    found = Evidence.objects.filter(incident=case.incident)
    return (found.filter(case__isnull=True) | found.filter(case=case)).order_by("added_at", "pk")


def _evidence(case: Case) -> Iterable[dict[str, Any]]:
    """Not by the names that whoever handed it in gave it: they often tell who that is."""
    rows = list(evidence_of(case))
    names = {language: neutral_names(rows, code) for language, code in LANGUAGES.items()}
    for row in rows:
        called = {language: found[row.pk] for language, found in names.items()}
        yield {"name": called, "sha256": row.sha256}


def _of_kind(file: CaseFile, kind: str, pack: Pack) -> dict[str, Any]:
    if kind == "allegation":
        issued = file.last(said.NoticeIssued)
        assert issued is not None
        return {
            "answer_days": issued.answer_days,
            "hearing_at": _moment(issued.hearing_at),
            "place": issued.place,
        }
    if kind == "commendation":
        commended = file.last(said.Commended)
        assert commended is not None
        return {
            "reasons": commended.reasons,
            "points": commended.points,
            "months": commended.months,
        }
    found = _decision(file, pack)
    return found | _appeal(file) if kind == "appeal" else found


def _decision(file: CaseFile, pack: Pack) -> dict[str, Any]:
    assert file.decision is not None
    return {
        "statement": _statement(file),
        "served_at": _moment(file.at(said.NoticeServed)),
        "decision": as_json(file.decision),
        "sanction": _sanction(file.decision.measure),
        "pay": _pay(file.decision.measure),
        "union": _union(file),
        "decided_at": _moment(file.at(said.Decided)),
        "appeal_days": pack.appeal_days,
    }


def _appeal(file: CaseFile) -> dict[str, Any]:
    """`pay_back` is what was kept back until now, owed to the person if the appeal is upheld."""
    appealed = file.last(said.Appealed)
    assert appealed is not None
    return {
        "appeal": as_json(file.last(said.AppealDecided)),
        "appealed_at": _moment(file.at(said.Appealed)),
        "grounds": [str(ground) for ground in appealed.grounds],
        "appeal_text": appealed.text,
        "pay_back": kept_back(file),
    }


def _sanction(measure: Measure | None) -> str | None:
    return str(measure.sanction) if measure and measure.sanction else None


def _pay(measure: Measure | None) -> dict[str, int] | None:
    """What a deduction comes to, in fen: the first month's part, and the rest."""
    if measure is None or measure.deduction is None:
        return None
    return {"taken": measure.deduction.taken, "rest": measure.deduction.rest}


def _union(file: CaseFile) -> dict[str, Any] | None:
    notified, replied = file.last(said.UnionNotified), file.last(said.UnionReplied)
    if notified is None or replied is None:
        return None
    return {
        "name": notified.union,
        "notified_at": _moment(file.at(said.UnionNotified)),
        "replied_at": _moment(file.at(said.UnionReplied)),
        "reply": replied.reply,
    }


def _statement(file: CaseFile) -> dict[str, Any] | None:
    stated = file.last(said.Stated)
    if stated is None:
        return None
    return {
        "at": _moment(file.at(said.Stated)),
        "text": stated.text,
        "held": stated.held,
        "companion": stated.companion,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(zone()).isoformat() if moment else None


def _named(person: Employee) -> dict[str, str]:
    return {"name": person.name, "latin_name": person.latin_name, "number": person.staff_number}


def _person(person: Employee) -> dict[str, Any]:
    unit, post = person.unit, person.post
    return {
        **_named(person),
        "unit": {"zh": unit.name, "en": unit.name_en} if unit else None,
        "post": {"zh": post.name, "en": post.name_en} if post else None,
    }


def _incident(case: Case) -> dict[str, Any]:
    """Nothing that tells who reported it: what is held against somebody stands in the charges,
    what they are commended for in the reasons."""
    incident = case.incident
    with translation.override(settings.LANGUAGE_CODE):
        place = places_before_subject([case])[case.pk]
    return {
        "place": place,
        "happened_at": _moment(incident.happened_at),
        "known_at": _moment(incident.known_at),
    }


def _charges(case: Case, file: CaseFile) -> Iterable[dict[str, Any]]:
    numbers = {charge.version for charge in file.charges.values()}
    versions = {v.number: v for v in CodebookVersion.objects.filter(number__in=numbers)}
    known = KnownThen(case)
    for code, charge in file.charges.items():
        version = versions[charge.version]
        rule = version.codebook.rule(code)
        assert rule is not None
        signature = known.acknowledgement_of(rule)
        yield {
            "rule": code,
            "line": str(charge.line),
            "version": charge.version,
            "in_force_from": version.effective_on.isoformat() if version.effective_on else None,
            "codebook": _in_both(version.codebook.title),
            "title": _in_both(rule.title),
            "list": _list_of(version, rule, known.place),
            "facts": charge.facts,
            "signed_at": _moment(signature.attested_at) if signature else None,
            "override": str(file.overrides[code].act) if code in file.overrides else None,
        }


def _list_of(version: CodebookVersion, rule: Rule, place: Place | None) -> dict[str, Any] | None:
    """The list in which the person finds the rule: their own before everybody's."""
    lists = version.codebook.lists_for(place) if place else ()
    found = [(each, number) for each in lists for number, r in each.numbered if r == rule]
    if not found:
        return None
    each, number = found[-1]
    return {"title": _in_both(each.audience.title), "number": number}


def _in_both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
