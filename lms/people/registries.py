"""Where packages on higher floors take part in attended sessions. They register in `apps.ready`."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lms.people.models import AttendedSession


class WorkDone(Protocol):
    def __call__(self, session: "AttendedSession") -> list[str]:
        """What was done in the session, in the reader's words, one line each."""


_open_while_attended: set[str] = set()
_work_while_attended: list[WorkDone] = []


def open_while_attended(*view_names: str) -> None:
    """These pages ("courses:list") may be reached on a device that is handed over; all others
    stay closed until the session ends."""
    _open_while_attended.update(view_names)


def is_open_while_attended(view_name: str) -> bool:
    return view_name in _open_while_attended


def show_work(work: WorkDone) -> None:
    """Name this work on the page where the session is signed."""
    if work not in _work_while_attended:
        _work_while_attended.append(work)


def work_done(session: "AttendedSession") -> list[str]:
    return [line for work in _work_while_attended for line in work(session)]
