from argparse import ArgumentParser
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessments.enums import QuestionState, SittingState
from assessments.rules import question_process as process
from assessments.rules import sitting
from conduct_records.queries.cases.words import STATES
from conduct_records.rules import lifecycle
from conduct_records.rules.cases import procedure
from conduct_records.rules.cases.packs import DEFAULT
from conduct_records.rules.cases.procedure import State
from lms.ui.states import Move, mermaid
from reviews.queries.words import STATES as STAGES
from reviews.rules import procedure as reviewing
from reviews.rules.timeline import Timeline

DOCS = Path(settings.BASE_DIR) / "docs"
TARGET, CONDUCT, REVIEWS = (DOCS / f"{name}.md" for name in ("states", "conduct", "reviews"))
# What stands between these in the guides is written here.
BEGIN, END = "<!-- generated: manage.py state_diagrams -->\n", "<!-- end -->"
HEAD = """# States

Written by `manage.py state_diagrams` from the transition tables in `rules/`; edit those.
"""


class Actor(Enum):
    """The offices of a case or a review as a reader names them."""

    HR = "HR"
    DIRECTOR = "the HR director"
    INVESTIGATOR = "the investigator"
    DECIDER = "the decider"
    APPEALS = "the appeal officer"
    SUBJECT = "the employee"
    CALENDAR = "the calendar"
    INVOLVED = "whoever is involved"
    NOBODY = "nobody"
    MANAGER = "the manager"


class Judge(Enum):
    """Whoever decides an appeal against the result of a review."""

    APPEALS = "somebody who had no part in it"


def _named(owner: Enum, names: Iterable[type[Enum]]) -> Enum:
    """The owner as the first of the names that knows them has it."""
    return next(each[owner.name] for each in names if owner.name in each.__members__)


def diagram_of(start: Enum, moves: Iterable[Move[Any]], *names: type[Enum]) -> str:
    """What is added without anything moving on is left out."""
    return mermaid(
        start,
        (
            Move(move.source, move.target, _named(move.owner, names), move.event)
            for move in moves
            if move.source != move.target
        ),
    )


def case_diagram() -> str:
    return diagram_of(procedure.START, procedure.MOVES, Actor)


def review_diagram() -> str:
    return diagram_of(reviewing.START, reviewing.MOVES, Judge, Actor)


def document() -> str:
    """The whole file: every process with its diagram and whose turn it is in each state."""
    sittings = {
        state.value: " until the deadline, then ".join(dict.fromkeys(turns))
        for state in SittingState
        if (turns := [sitting.owner(state, is_late=late).value for late in (False, True)])
    }
    questions = {state.value: process.owner(state).value for state in QuestionState}
    codebooks = {state.value: owner.value for state, owner in lifecycle.OWNERS.items()}
    cases = {state.value: Actor[owner.name].value for state, owner in procedure.OWNERS.items()}
    return "\n".join(
        [
            HEAD,
            _process("Sitting", mermaid(sitting.START, sitting.TRANSITIONS), sittings),
            _process("Question", mermaid(process.START, process.TRANSITIONS), questions),
            _process("Codebook", mermaid(lifecycle.START, lifecycle.TRANSITIONS), codebooks),
            _process("Conduct case", case_diagram(), cases),
            _process("Review", review_diagram(), dict(_review_owners())),
        ]
    )


def _process(title: str, diagram: str, owners: dict[str, str]) -> str:
    turns = "\n".join(f"- {state}: {owner}" for state, owner in owners.items())
    return f"## {title}\n\n```mermaid\n{diagram}```\n\nWhose turn it is:\n\n{turns}\n"


def _review_owners() -> Iterable[tuple[str, str]]:
    return (
        (state.value, _named(owner, (Judge, Actor)).value)
        for state, owner in reviewing.OWNERS.items()
    )


def guide_to_cases() -> str:
    """The guide to conduct cases, with the diagram and whose turn it is as they stand now."""
    until = {State.NOTIFIED: DEFAULT.answer_days, State.SERVED: DEFAULT.appeal_days, **DEFAULT.days}
    rows = [
        (_in_english(STATES[state], state), Actor[owner.name].value, until.get(state, ""))
        for state, owner in procedure.OWNERS.items()
    ]
    return _guide(CONDUCT, case_diagram(), rows)


def guide_to_reviews() -> str:
    rows = [
        (_in_english(STAGES[state], state), owner, Timeline().days_of(state) or "")
        for state, (__, owner) in zip(reviewing.OWNERS, _review_owners(), strict=True)
    ]
    return _guide(REVIEWS, review_diagram(), rows)


def _guide(path: Path, diagram: str, rows: Iterable[tuple[str, str, object]]) -> str:
    before, __, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    __, __, after = rest.partition(END)
    lines = [f"| {state} | {turn} | {days} |" for state, turn, days in rows]
    table = "\n".join(["| state | whose turn | days |", "|---|---|---|", *lines])
    return f"{before}{BEGIN}\n```mermaid\n{diagram}```\n\n{table}\n\n{END}{after}"


def _in_english(words: object, state: Enum) -> str:
    with translation.override("en"):
        return f"{words} (`{state.value}`)"


class Command(BaseCommand):
    help = "Write docs/states.md, and the parts of the guides, from the transition tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; fail if it differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        written = (
            (TARGET, document()),
            (CONDUCT, guide_to_cases()),
            (REVIEWS, guide_to_reviews()),
        )
        for path, text in written:
            if not check:
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"docs/{path.name} is out of date: run manage.py state_diagrams")
