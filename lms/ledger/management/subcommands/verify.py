"""`manage.py ledger verify [--from N]`."""

import gc
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from lms.ledger.actions.verify_ledger import verify

help = (
    "Recompute the whole ledger and compare it with what is stored and signed. Exit 1: it differs."
)

BAR = 40
# Where nobody watches, a line from time to time shows that it goes on.
PAUSE = 10  # seconds


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="start",
        type=int,
        default=0,
        metavar="N",
        help="begin at entry N of the records, and trust the stored tree before it",
    )


def handle(command: BaseCommand, *, start: int, **options: Any) -> None:
    gc.freeze()  # or a third of the time goes into searching what the program consists of
    shown = Shown(command)
    verdict = verify(start=start, progress=shown.at)
    shown.end()
    speed = verdict.entries / verdict.seconds
    command.stdout.write(verdict.in_words)
    command.stdout.write(
        _("%(count)d entries in %(seconds).1f s, %(speed)d a second")
        % {"count": verdict.entries, "seconds": verdict.seconds, "speed": speed}
    )
    if not verdict.is_sound:
        command.stderr.write(_("First fault: %(what)s") % {"what": verdict.first_bad})
        sys.exit(1)


class Shown:
    """Progress: a bar that moves on a terminal, lines anywhere else."""

    def __init__(self, command: BaseCommand) -> None:
        self.out = command.stdout
        self.is_bar = self.out.isatty()
        self.last = time.monotonic()

    def at(self, done: int, total: int) -> None:
        text = _("%(done)d of %(total)d entries") % {"done": done, "total": max(done, total)}
        if self.is_bar:
            filled = BAR * done // max(done, total, 1)
            self.out.write(f"\r{'█' * filled}{'░' * (BAR - filled)} {text} ", ending="")
            self.out.flush()
        elif time.monotonic() - self.last > PAUSE:
            self.last = time.monotonic()
            self.out.write(text)

    def end(self) -> None:
        if self.is_bar:
            self.out.write("")
