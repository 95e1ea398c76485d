"""What a case's bundle holds beside its own steps: the rules charged, that they were known, that
they were taught; and the bundles made before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from conduct_records.models import BundleWork, Case, CodebookSignature, CodebookVersion
from conduct_records.queries.cases.knowledge import KnownThen
from conduct_records.queries.cases.teaching import (
    TaughtCharge,
    TrainingSince,
    taught_before,
    training_since,
)
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.steps import Charged
from conduct_records.rules.codebook import Rule
from courses.models import Certificate
from lms.people.models import Employee


@dataclass(frozen=True)
class ChargedRule:
    """A charge with the rule in its words, and by which signature it was known."""

    charge: Charged
    rule: Rule | None
    version: CodebookVersion | None
    signature: CodebookSignature | None
    is_overridden: bool = False


@dataclass(frozen=True)
class Grounds:
    """What a case rests on beside what happened."""

    rules: Sequence[ChargedRule]
    versions: Sequence[CodebookVersion]
    signatures: Sequence[CodebookSignature]
    taught: Sequence[TaughtCharge]
    training: TrainingSince | None
    sittings: Sequence[UUID]
    certificates: Sequence[Certificate]


def grounds_of(case: Case, file: CaseFile) -> Grounds:
    """Some queries, however many charges."""
    known = KnownThen(case)
    numbers = {charge.version for charge in file.charges.values()}
    versions = {v.number: v for v in CodebookVersion.objects.filter(number__in=numbers)}
    rules = [_charged(each, known, versions, file) for each in file.charges.values()]
    signatures = {each.signature.pk: each.signature for each in rules if each.signature}
    for signature in signatures.values():
        versions.setdefault(signature.version.number, signature.version)
    taught = taught_before(case, file)
    return Grounds(
        rules=rules,
        versions=[versions[number] for number in sorted(versions)],
        signatures=list(signatures.values()),
        taught=taught,
        training=training_since(case, file),
        sittings=list(dict.fromkeys(quiz.sitting for each in taught for quiz in each.quizzes)),
        certificates=list(_certificates(case, file, taught)),
    )


def _charged(
    charge: Charged, known: KnownThen, versions: dict[int, CodebookVersion], file: CaseFile
) -> ChargedRule:
    version = versions.get(charge.version)
    rule = version.codebook.rule(charge.rule) if version else None
    signature = known.acknowledgement_of(rule) if rule else None
    return ChargedRule(charge, rule, version, signature, charge.rule in file.overrides)


def _certificates(
    case: Case, file: CaseFile, taught: Sequence[TaughtCharge]
) -> QuerySet[Certificate]:
    """Of the courses that taught the rule, and of the one that the decision ordered."""
    keys = {lesson.course for each in taught for lesson in each.lessons}
    measure = file.decision.measure if file.decision else None
    if measure is not None and measure.training is not None:
        keys.add(UUID(measure.training.course))
    found = Certificate.objects.filter(
        enrolment__employee=case.subject_id, enrolment__course_key__in=keys, replaced_at=None
    )
    return found.select_related("enrolment__employee").order_by("issued_at", "pk")


def works_of(case: Case) -> QuerySet[BundleWork]:
    """All bundles of a case, the newest first, with who asked."""
    return case.bundle_works.select_related("owner", "bundle").order_by("-created_at")


def works_for(owner: Employee) -> QuerySet[BundleWork]:
    """Those somebody asked for."""
    cases = "case__subject__unit", "case__subject__post", "case__incident"
    return BundleWork.objects.filter(owner=owner).select_related("owner", *cases)
