"""Steps that are taken back, the last first, unless all of them were done."""

import errno
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Steps:
    def __init__(self) -> None:
        self.backward: list[Callable[[], None]] = []

    def do(self, forward: Callable[[], None], backward: Callable[[], None]) -> None:
        """`backward` must also do for a step that was cut off before it began, or in its midst."""
        self.backward.append(backward)
        forward()

    def move(self, source: Path, target: Path) -> None:
        """Where nothing is yet; whole, or not at all."""
        if target.exists():
            raise FileExistsError(errno.EEXIST, "Something is there already", str(target))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.do(lambda: _move(source, target), lambda: _move_back(source, target))

    def take_back(self) -> None:
        while self.backward:
            self.backward[-1]()
            self.backward.pop()


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _move(source: Path, target: Path) -> None:
    """To another disk the copy is completed before it gets its name."""
    try:
        source.rename(target)
        return
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    _remove(_part(target))
    if source.is_dir():
        shutil.copytree(source, _part(target), symlinks=True)
    else:
        shutil.copy2(source, _part(target))
    _part(target).rename(target)
    _remove(source)


def _move_back(source: Path, target: Path) -> None:
    _remove(_part(target))
    if target.exists():
        _remove(source)  # what is left of it: the target is whole
        _move(target, source)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def ending_interrupts() -> Iterator[None]:
    """Who ends this process, or the terminal it runs in, raises `KeyboardInterrupt` in it."""

    def interrupt(*signalled: object) -> NoReturn:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Who would end this process waits."""
    before = {each: signal.signal(each, signal.SIG_IGN) for each in ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
