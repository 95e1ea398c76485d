"""Results that a question in quarantine decides."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from assessments.enums import Outcome, QuestionState, SittingState
from assessments.models import Question, QuestionStep, Sitting, SittingItem, Suspension
from assessments.rules.regrading import PaperMark, Terms, deciding


def standing_suspensions() -> QuerySet[Suspension]:
    """Of each sitting and question the newest step, where it was not lifted."""
    newer = Suspension.objects.filter(
        sitting=OuterRef("sitting"), question=OuterRef("question"), number__gt=OuterRef("number")
    )
    return Suspension.objects.filter(~Exists(newer), is_lifted=False)


def suspended_by(sittings: Collection[Sitting]) -> dict[UUID, set[int]]:
    """The ids of the questions that suspend each of these, by the sitting's id. One query."""
    found: dict[UUID, set[int]] = {sitting.pk: set() for sitting in sittings}
    rows = standing_suspensions().filter(sitting__in=list(found)).order_by()
    for sitting_id, question_id in rows.values_list("sitting_id", "question_id"):
        found[sitting_id].add(question_id)
    return found


def items_of(sittings: Iterable[Sitting]) -> dict[UUID, list[SittingItem]]:
    """The papers with all that `doubted` reads. One query."""
    keys = [sitting.pk for sitting in sittings]
    found: dict[UUID, list[SittingItem]] = {key: [] for key in keys}
    rows = SittingItem.objects.filter(sitting__in=keys).select_related("version__question")
    for item in rows.only(
        "sitting_id",
        "section",
        "mark",
        "is_waived",
        "version__marks",
        "version__question__code",
        "version__question__state",
    ).order_by("position"):
        found[item.sitting_id].append(item)
    return found


def doubted(sitting: Sitting, items: Iterable[SittingItem]) -> set[int]:
    """The ids of the questions in quarantine on which it hangs whether a marked sitting is passed.
    Items have their version and question; one that everybody has full marks for decides nothing.
    Each mark counts towards an average of all attempts. No query where the sitting has its quiz."""
    items = list(items)
    doubtful = {
        item.version.question_id
        for item in items
        if item.version.question.state == QuestionState.QUARANTINED
        and item.version.marks
        and not item.is_waived
    }
    if not doubtful or sitting.quiz.outcome == Outcome.AVERAGE:
        return doubtful
    paper = [
        PaperMark(item.version.question_id, item.section, item.mark, item.version.marks)
        for item in items
        if item.mark is not None
    ]
    terms = Terms(sitting.max_score, sitting.pass_percent, sitting.minimums)
    return deciding(terms, paper, doubtful)


def wanted(sitting: Sitting, items: Iterable[SittingItem], held: set[int]) -> set[int]:
    """The ids of the questions that are to suspend it; `held` are those that do. A sitting that
    waits for a marker has no result to suspend: it keeps what it has until there is one, but for
    questions that left quarantine."""
    if sitting.state == SittingState.MARKED:
        return doubted(sitting, items)
    return {
        item.version.question_id
        for item in items
        if item.version.question_id in held
        and item.version.question.state == QuestionState.QUARANTINED
    }


def sittings_to_look_at(question: Question) -> QuerySet[Sitting]:
    """Those that the question suspends, or might, in the state in which it is; without those of
    people who were erased."""
    held = standing_suspensions().filter(question=question)
    keys: QuerySet[Any] = held.order_by().values("sitting")
    found = Sitting.objects.filter(pk__in=keys)
    if question.state == QuestionState.QUARANTINED:
        items = SittingItem.objects.filter(version__question=question, is_waived=False)
        marked = Sitting.objects.filter(
            state=SittingState.MARKED, pk__in=items.order_by().values("sitting")
        )
        found = Sitting.objects.filter(pk__in=marked.values("pk")) | found
    return found.filter(employee__erased_at=None).order_by("pk")


def questions_to_follow() -> QuerySet[Question]:
    """Those in quarantine, and those that still suspend a result though they left it."""
    held = standing_suspensions().filter(question=OuterRef("pk"))
    found = Question.objects.filter(state=QuestionState.QUARANTINED)
    return (found | Question.objects.filter(Exists(held))).order_by("pk")


def step_behind(question: Question, *, is_lifted: bool) -> QuestionStep | None:
    """The move into quarantine, or out of it; None where it is still there."""
    steps = QuestionStep.objects.filter(question=question).order_by("-pk")
    if not is_lifted:
        into = steps.filter(target=QuestionState.QUARANTINED)
        return into.exclude(source=QuestionState.QUARANTINED).first()
    if question.state == QuestionState.QUARANTINED:
        return None
    out = steps.filter(source=QuestionState.QUARANTINED)
    return out.exclude(target=QuestionState.QUARANTINED).first()
