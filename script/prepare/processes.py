"""Child processes that live and end together."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from types import FrameType

from terminal import Stop, say

PATIENCE_SECONDS = 20
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def _end_with_parent() -> None:
    """Have the kernel end this child even when the parent is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Together:
    """Runs commands side by side until one ends or a signal asks them all to."""

    def __init__(self, commands: Mapping[str, list[str]], env: Mapping[str, str]) -> None:
        self.asked_to_end = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        self.children = {
            name: subprocess.Popen(
                command, env=env, start_new_session=True, preexec_fn=_end_with_parent
            )
            for name, command in commands.items()
        }

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end += 1

    def ended(self) -> list[str]:
        """The names of children that have ended."""
        return [name for name, child in self.children.items() if child.poll() is not None]

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """True once `ready`; False when asked to end before. Raises `Stop` when a child ends."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.asked_to_end:
                return False
            if ended := self.ended():
                raise Stop(f"{' and '.join(ended)} ended before the site was ready.")
            if time.monotonic() > deadline:
                raise Stop(f"The site did not answer within {seconds:.0f} s.")
            time.sleep(0.1)
        return True

    def wait(self) -> int:
        """Until somebody ends it; the exit code: 0 when asked to end, 1 when a child ended."""
        while not self.asked_to_end:
            if ended := self.ended():
                raise Stop(f"{' and '.join(ended)} ended unexpectedly; the rest is ended too.")
            time.sleep(0.2)
        return 0

    def end(self) -> None:
        """Ask the children to end; force them after a while, or when asked a second time."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        asked_before, deadline = self.asked_to_end, time.monotonic() + PATIENCE_SECONDS
        while len(self.ended()) < len(self.children):
            if self.asked_to_end > max(1, asked_before) or time.monotonic() > deadline:
                say("Ending by force.")
                for child in self.children.values():
                    if child.poll() is None:
                        os.killpg(child.pid, signal.SIGKILL)
                        child.wait()
            time.sleep(0.05)
