"""The conduct codebook from `content/codebook/`: version 1 adopted, in force for more than a year
and signed by most, and version 2 as a draft. All through the actions, under a clock set back."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files import File
from django.utils import timezone, translation

from conduct_records.actions.add_draft_document import add_draft_document
from conduct_records.actions.adopt_codebook import adopt_codebook
from conduct_records.actions.discard_draft import discard_draft
from conduct_records.actions.save_adoption_record import save_adoption_record
from conduct_records.actions.save_draft import save_draft
from conduct_records.actions.sign_codebook import sign_codebook
from conduct_records.actions.start_draft import start_draft
from conduct_records.enums import DocumentKind
from conduct_records.models import CodebookVersion
from conduct_records.queries.signing import owed_by, place_of
from conduct_records.queries.statement import statement_of
from conduct_records.queries.versions import draft as current_draft
from conduct_records.queries.versions import to_sign
from conduct_records.rules.codebook import Codebook
from lms.demo import clock
from lms.demo.blocks import BUILDERS, Library
from lms.demo.files import CONTENT, read
from lms.people.models import Employee
from lms.people.rules.attestation import text_hash

FOLDER = CONTENT / "codebook"
NAMES = {
    DocumentKind.DISCUSSION: "员工讨论会纪要.pdf",
    DocumentKind.UNION: "工会复函.pdf",
    DocumentKind.PUBLICATION: "公示记录.pdf",
}
DAYS_OF_CONSULTATION = 21
# How long ago it was adopted; who was there signed it in the days after, a few a day, and whoever
# came later in their first week.
DAYS_IN_FORCE = 430
SIGNERS_A_DAY = 4
DAYS_TO_SETTLE_IN = 3


def load_codebook(system: Employee) -> None:
    """Add what is missing; what HR began is left to them."""
    draft = current_draft()
    if draft is not None and draft.created_by != system:
        return
    content = read(FOLDER / "codebook.yaml")
    last = CodebookVersion.objects.first()
    if last is None:
        with clock.at(_morning(timezone.localdate() - timedelta(days=DAYS_IN_FORCE))):
            _adopt_first(system, Codebook.of_json(content))
    elif draft is not None or last.number > 1:
        return
    following = changed(content, read(FOLDER / "next.yaml"))
    start_draft(actor=system)
    save_draft(actor=system, content=Codebook.of_json(following))


def _adopt_first(system: Employee, content: Codebook) -> None:
    # One that an interrupted loading left behind would lack some of its papers.
    if current_draft() is not None:
        discard_draft(actor=system)
    start_draft(actor=system, content=content)
    today = timezone.localdate()
    record = {
        "discussed_on": today - timedelta(days=DAYS_OF_CONSULTATION),
        "discussion": "四场讨论，四十一人到会；关于睡岗、收礼、知情不报的意见已写进说明。",
        "union_on": today - timedelta(days=DAYS_OF_CONSULTATION // 2),
        "union_reply": "同意条文及建议的处分幅度；解除劳动合同以前先书面通知工会。",
        "published_on": today,
        "effective_on": today,
    }
    save_adoption_record(actor=system, record=record)
    for kind, name in NAMES.items():
        with (FOLDER / "papers" / f"{kind.value}.pdf").open("rb") as file:
            add_draft_document(actor=system, kind=kind, file=File(file), name=name)
    adopt_codebook(actor=system, seen_hash=content.content_hash)


def changed(content: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The content with a file of changes (`next.yaml`) worked in; why they are made is not kept."""
    following = deepcopy(content)
    rules = {rule["code"]: rule for rule in following["rules"]}
    for change in changes["changes"]:
        said = {name: value for name, value in change.items() if name not in ("code", "reason")}
        rules[change["code"]].update(said)
    added = [
        {name: value for name, value in rule.items() if name != "reason"}
        for rule in changes["added"]
    ]
    following["rules"] += added
    return following


def load_signatures(company: dict[str, Any]) -> None:
    """Who has read the whole first course, or is said to, and signs in has signed what binds them,
    on one of the days on which it was theirs to sign."""
    version = to_sign()
    if version is None:
        return
    assert version.effective_on is not None
    signers = [person for person in company["people"] if _signs(person)]
    for place, person in enumerate(signers):
        employee = Employee.objects.get(staff_number=person["number"])
        day = version.effective_on + timedelta(days=1 + place // SIGNERS_A_DAY)
        assert employee.hired_on is not None
        day = max(day, employee.hired_on + timedelta(days=DAYS_TO_SETTLE_IN))
        with clock.at(min(_morning(day, minute=place % 60), timezone.now())):
            _sign(employee, version)


def _signs(person: dict[str, Any]) -> bool:
    return bool(person.get("sign_in", True) and person.get("signs", person.get("reads") == "all"))


def _morning(day: date, *, minute: int = 0) -> datetime:
    return clock.moment(day, f"09:{minute:02}")


def _sign(employee: Employee, version: CodebookVersion) -> None:
    place = place_of(employee)
    if place is None or not owed_by(employee, version):
        return
    with translation.override(employee.language):
        seen_hash = text_hash(statement_of(version, place))
        sign_codebook(actor=employee, employee=employee, version=version, seen_hash=seen_hash)


def _own_rules(row: Any, library: Library) -> dict[str, Any]:
    return {
        "title": row.get("title", ""),
        "lines": row.get("lines", []),
        "codes": row.get("codes", []),
    }


BUILDERS["own_rules"] = _own_rules
