"""What is proposed after a result: training by what was weakest, or another post. Never anything
that ends the work: a score alone says nothing about that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from reviews.rules.scorecard import FULL, Component
from reviews.rules.steps import FollowUp, FollowUpKind, Talked

MOST_COURSES = 4
# After so many days work is looked at once more, and a course is to be finished, unless said.
REASSESS_AFTER = timedelta(days=90)
FINISH_AFTER = timedelta(days=30)
# Nothing is agreed for later than this.
LATEST = timedelta(days=366)


class Why(StrEnum):
    """What speaks for a course."""

    UNFINISHED = "unfinished"
    EXAMINATION = "examination"
    RULE = "rule"
    NEW = "new"


# What each reason answers to; a course that is only new answers to everything else.
ANSWERS_TO: Mapping[Why, Component] = {
    Why.UNFINISHED: Component.TRAINING,
    Why.EXAMINATION: Component.EXAMINATIONS,
    Why.RULE: Component.CONDUCT,
}


@dataclass(frozen=True)
class Course:
    """One the person has not finished, by its key."""

    key: str
    why: Why


@dataclass(frozen=True)
class Proposal:
    """A course because of a component (its code), or another post (without both)."""

    kind: FollowUpKind
    component: str = ""
    course: str = ""
    why: Why | None = None


def proposals(scores: Mapping[str, Decimal], courses: Sequence[Course]) -> list[Proposal]:
    """Courses for what is below full, the weakest component first, each course once; another post
    as the last. `scores` are those with data, by component."""
    found: dict[str, Proposal] = {}
    for component in sorted(scores, key=lambda name: scores[name]):
        if scores[component] < FULL:
            for each in _for_component(component, courses):
                found.setdefault(
                    each.key, Proposal(FollowUpKind.TRAINING, component, each.key, each.why)
                )
    return [*list(found.values())[:MOST_COURSES], Proposal(FollowUpKind.OTHER_POST)]


def _for_component(component: str, courses: Iterable[Course]) -> list[Course]:
    """Those that answer to it; where none can, those that are new to the person."""
    if component in ANSWERS_TO.values():
        return [each for each in courses if ANSWERS_TO.get(each.why) == component]
    return [each for each in courses if each.why == Why.NEW]


# What was agreed -------------------------------------------------------------------------------


class TalkFaultKind(StrEnum):
    IN_FUTURE = "in_future"
    BEFORE_RESULT = "before_result"
    NO_TEXT = "no_text"
    NOTHING_AGREED = "nothing_agreed"
    NOTHING_MEANT = "nothing_meant"
    REASSESSED_EARLY = "reassessed_early"
    REASSESSED_LATE = "reassessed_late"
    DUE_EARLY = "due_early"
    DUE_AFTER_REASSESSMENT = "due_after_reassessment"
    NO_DUE_DAY = "no_due_day"


def talk_faults(
    talked: Talked, *, today: date, frozen_on: date, is_low: bool
) -> list[TalkFaultKind]:
    """What keeps a talk from being recorded; empty where nothing does."""
    found = []
    if talked.held_on > today:
        found.append(TalkFaultKind.IN_FUTURE)
    if talked.held_on < frozen_on:
        found.append(TalkFaultKind.BEFORE_RESULT)
    if not talked.text.strip():
        found.append(TalkFaultKind.NO_TEXT)
    if is_low and not talked.follow_ups:
        found.append(TalkFaultKind.NOTHING_AGREED)
    for each in talked.follow_ups:
        found += _faults_of(each, today)
    return list(dict.fromkeys(found))


def _faults_of(each: FollowUp, today: date) -> list[TalkFaultKind]:
    found = []
    is_meant = each.course or each.note if each.kind == FollowUpKind.TRAINING else each.post
    if not is_meant:
        found.append(TalkFaultKind.NOTHING_MEANT)
    if each.reassess_on <= today:
        found.append(TalkFaultKind.REASSESSED_EARLY)
    if each.reassess_on > today + LATEST:
        found.append(TalkFaultKind.REASSESSED_LATE)
    if each.course and each.due_on is None:
        found.append(TalkFaultKind.NO_DUE_DAY)
    if each.due_on is not None and each.due_on < today:
        found.append(TalkFaultKind.DUE_EARLY)
    if each.due_on is not None and each.due_on > each.reassess_on:
        found.append(TalkFaultKind.DUE_AFTER_REASSESSMENT)
    return found
