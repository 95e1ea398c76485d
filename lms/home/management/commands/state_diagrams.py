from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.enums import SittingState
from assessments.rules import sitting
from conduct_records.rules import lifecycle
from lms.ui.states import mermaid

TARGET = Path(settings.BASE_DIR) / "docs" / "states.md"
HEAD = """# States

Written by `manage.py state_diagrams` from the transition tables in `rules/`; edit those.
"""


def document() -> str:
    """The whole file: every process with its diagram and whose turn it is in each state."""
    sittings = {
        state.value: " until the deadline, then ".join(dict.fromkeys(turns))
        for state in SittingState
        if (turns := [sitting.owner(state, is_late=late).value for late in (False, True)])
    }
    codebooks = {state.value: owner.value for state, owner in lifecycle.OWNERS.items()}
    return "\n".join(
        [
            HEAD,
            _process("Sitting", mermaid(sitting.START, sitting.TRANSITIONS), sittings),
            _process("Codebook", mermaid(lifecycle.START, lifecycle.TRANSITIONS), codebooks),
        ]
    )


def _process(title: str, diagram: str, owners: dict[str, str]) -> str:
    turns = "\n".join(f"- {state}: {owner}" for state, owner in owners.items())
    return f"## {title}\n\n```mermaid\n{diagram}```\n\nWhose turn it is:\n\n{turns}\n"


class Command(BaseCommand):
    help = "Write docs/states.md from the transition tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; fail if it differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        if not check:
            TARGET.write_text(document(), encoding="utf-8")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != document():
            raise CommandError("docs/states.md is out of date: run manage.py state_diagrams")
