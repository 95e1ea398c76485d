"""What is asked before a draft is adopted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from assessments.models import Question
from assessments.queries import questions
from conduct_records.models import CodebookDraft, CodebookVersion
from conduct_records.queries.check import askable
from conduct_records.queries.signing import debtors
from lms.people.enums import Standing
from lms.people.models import Employee
from lms.people.queries import people_employed


def questions_to_ask() -> QuerySet[Question]:
    """Those of the bank that a short check may ask."""
    return questions().filter(drawn__in=askable())


def unanswerable(codes: Iterable[str]) -> set[str]:
    """Those of the codes that stand for no question that can still be asked."""
    asked = set(codes)
    if not asked:
        return set()
    known = askable().filter(question__code__in=asked)
    return asked - set(known.values_list("question__code", flat=True))


@dataclass(frozen=True)
class Signers:
    """How many people of a standing there are, and how many of them have something new to sign."""

    standing: Standing
    people: int
    asked: int


def who_signs_again(draft: CodebookDraft) -> Sequence[Signers]:
    """Who would have rules to sign were the draft adopted as it stands. Five queries."""
    everybody = people_employed(Employee.objects.all(), timezone.localdate())
    people = Counter(everybody.order_by().values_list("post__standing", flat=True))
    as_version = CodebookVersion(number=draft.number, content=draft.content)
    asked = Counter(
        each.employee.post.standing for each in debtors(everybody, as_version) if each.employee.post
    )
    return [Signers(each, people[each.value], asked[each.value]) for each in Standing]
