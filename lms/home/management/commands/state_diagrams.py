from argparse import ArgumentParser
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessments.enums import SittingState
from assessments.rules import sitting
from conduct_records.queries.cases.words import STATES
from conduct_records.rules import lifecycle
from conduct_records.rules.cases import procedure
from conduct_records.rules.cases.packs import DEFAULT
from conduct_records.rules.cases.procedure import Office, State
from lms.ui.states import Move, mermaid

DOCS = Path(settings.BASE_DIR) / "docs"
TARGET, CONDUCT = DOCS / "states.md", DOCS / "conduct.md"
# What stands between these in the guide to conduct cases is written here.
BEGIN, END = "<!-- generated: manage.py state_diagrams -->\n", "<!-- end -->"
HEAD = """# States

Written by `manage.py state_diagrams` from the transition tables in `rules/`; edit those.
"""


class Actor(Enum):
    """The offices of a case as a reader names them."""

    HR = "HR"
    DIRECTOR = "the HR director"
    INVESTIGATOR = "the investigator"
    DECIDER = "the decider"
    APPEALS = "the appeal officer"
    SUBJECT = "the employee"
    CALENDAR = "the calendar"
    INVOLVED = "whoever is involved"
    NOBODY = "nobody"


def case_diagram() -> str:
    """What is added without the case moving on is left out."""
    return mermaid(
        procedure.START,
        (
            Move(move.source, move.target, Actor[Office(move.owner.value).name], move.event)
            for move in procedure.MOVES
            if move.source != move.target
        ),
    )


def document() -> str:
    """The whole file: every process with its diagram and whose turn it is in each state."""
    sittings = {
        state.value: " until the deadline, then ".join(dict.fromkeys(turns))
        for state in SittingState
        if (turns := [sitting.owner(state, is_late=late).value for late in (False, True)])
    }
    codebooks = {state.value: owner.value for state, owner in lifecycle.OWNERS.items()}
    cases = {state.value: Actor[owner.name].value for state, owner in procedure.OWNERS.items()}
    return "\n".join(
        [
            HEAD,
            _process("Sitting", mermaid(sitting.START, sitting.TRANSITIONS), sittings),
            _process("Codebook", mermaid(lifecycle.START, lifecycle.TRANSITIONS), codebooks),
            _process("Conduct case", case_diagram(), cases),
        ]
    )


def _process(title: str, diagram: str, owners: dict[str, str]) -> str:
    turns = "\n".join(f"- {state}: {owner}" for state, owner in owners.items())
    return f"## {title}\n\n```mermaid\n{diagram}```\n\nWhose turn it is:\n\n{turns}\n"


def guide() -> str:
    """The guide to conduct cases, with the diagram and whose turn it is as they stand now."""
    before, __, rest = CONDUCT.read_text(encoding="utf-8").partition(BEGIN)
    __, __, after = rest.partition(END)
    rows = [f"| {_in_english(state)} | {turn} | {days} |" for state, turn, days in _turns()]
    table = "\n".join(["| state | whose turn | days |", "|---|---|---|", *rows])
    return f"{before}{BEGIN}\n```mermaid\n{case_diagram()}```\n\n{table}\n\n{END}{after}"


def _turns() -> Iterator[tuple[State, str, str]]:
    until = {State.NOTIFIED: DEFAULT.answer_days, State.SERVED: DEFAULT.appeal_days, **DEFAULT.days}
    for state, owner in procedure.OWNERS.items():
        yield state, Actor[owner.name].value, str(until.get(state, ""))


def _in_english(state: State) -> str:
    with translation.override("en"):
        return f"{STATES[state]} (`{state}`)"


class Command(BaseCommand):
    help = "Write docs/states.md, and the part of docs/conduct.md, from the transition tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; fail if it differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        for path, text in ((TARGET, document()), (CONDUCT, guide())):
            if not check:
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"docs/{path.name} is out of date: run manage.py state_diagrams")
