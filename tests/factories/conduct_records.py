"""Codebooks for tests, adopted through the actions."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.core.files.base import ContentFile
from django.utils import timezone

from conduct_records.actions.adopt_codebook import adopt_codebook
from conduct_records.actions.sign_codebook import sign_codebook
from conduct_records.actions.start_draft import start_draft
from conduct_records.enums import DocumentKind
from conduct_records.models import (
    CodebookDraft,
    CodebookSignature,
    CodebookVersion,
    DraftDocument,
)
from conduct_records.queries.signing import place_of
from conduct_records.queries.statement import statement_of
from conduct_records.rules.codebook import Audience, Codebook, Line, Rule, Sanction, Text
from lms.people.models import Employee
from lms.people.rules.attestation import Proof, file_hash, text_hash

CONTENT = Path(__file__).parents[2] / "content" / "codebook" / "codebook.yaml"
AUDIENCES = (
    Audience("universal", Text("通用", "All staff")),
    Audience("manager", Text("管理者", "Managers"), standing="manager"),
    Audience("frontline", Text("一线员工", "Frontline staff"), standing="frontline"),
)


def make_rule(code: str = "Y01", line: Line = Line.YELLOW, **said: Any) -> Rule:
    """A rule for everybody unless `lists` says otherwise."""
    given: dict[str, Any] = {
        "lists": {"universal": 1},
        "title": Text(f"规则{code}", f"Rule {code}"),
        "explanation": Text(f"{code}的说明", f"What {code} means"),
        "examples": (Text(f"{code}的例子", f"An example of {code}"),),
        "sanctions": (Sanction.ORAL_WARNING, Sanction.WRITTEN_WARNING),
        "points": 2,
        "months": 6,
    } | said
    return Rule(code, line, **given)


def make_codebook(*rules: Rule) -> Codebook:
    """Of these rules, or a small one: one yellow rule for all, one red for each standing."""
    few = (
        make_rule("Y01"),
        make_rule("R01", Line.RED, lists={"frontline": 1}),
        make_rule("R02", Line.RED, lists={"manager": 1}),
    )
    return Codebook(Text("行为守则", "Conduct codebook"), AUDIENCES, rules or few)


def shipped_codebook() -> Codebook:
    """The one of the demo company, with 44 rules."""
    return Codebook.of_json(yaml.safe_load(CONTENT.read_text(encoding="utf-8")))


def consulted_draft(content: Codebook | None = None, **record: Any) -> CodebookDraft:
    """A draft that lacks nothing to be adopted; `record` replaces days and texts of adoption."""
    today = timezone.localdate()
    draft = start_draft(actor=Employee.objects.system(), content=content)
    if content is not None:
        draft.content = content.as_json()
    said: dict[str, Any] = {
        "discussed_on": today,
        "union_on": today,
        "published_on": today,
        "effective_on": today,
    }
    for name, value in (said | record).items():
        setattr(draft, name, value)
    draft.save()
    for kind in DocumentKind:
        file = ContentFile(b"%PDF-1.4", name=f"{kind}.pdf")
        DraftDocument.objects.create(
            draft=draft, kind=kind, file=file, name=file.name, sha256=file_hash(file)
        )
    return draft


def adopted_version(
    content: Codebook | None = None, *, effective_on: date | None = None, **record: Any
) -> CodebookVersion:
    """The next version, in force from today unless a later day is given. Without content: the
    small codebook as the first version, later ones like the one before."""
    if content is None and not CodebookVersion.objects.exists():
        content = make_codebook()
    draft = consulted_draft(content, **record)
    last = draft.based_on.effective_on if draft.based_on else None
    if effective_on is None and last is not None and last >= timezone.localdate():
        effective_on = date.fromordinal(last.toordinal() + 1)
    if effective_on is not None:
        draft.effective_on = effective_on
        draft.save(update_fields=["effective_on"])
    return adopt_codebook(actor=Employee.objects.system(), seen_hash=draft.codebook.content_hash)


def signature_of(
    employee: Employee,
    version: CodebookVersion,
    *,
    proof: Proof | None = None,
    actor: Employee | None = None,
) -> CodebookSignature:
    """They sign the version, by themselves unless a proof says otherwise."""
    place = place_of(employee)
    assert place is not None
    return sign_codebook(
        actor=actor or employee,
        employee=employee,
        version=version,
        seen_hash=text_hash(statement_of(version, place)),
        proof=proof or Proof(),
    )
