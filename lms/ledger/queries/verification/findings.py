"""What a verification found, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.ledger.enums import Fault, Log

# The first ones say what happened; a list of a million would not say more.
MOST = 100

Progress = Callable[[int, int], object]  # entries done, of how many


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not verify, and where: the log, the entry's number, and what else names
    the place."""

    fault: Fault
    log: Log | None = None
    seq: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        parts = [str(self.log.label)] if self.log else []
        if self.seq is not None:
            parts.append(_("entry %(number)d") % {"number": self.seq})
        what = f"{self.fault.label} ({self.detail})" if self.detail else str(self.fault.label)
        return (
            _("%(place)s: %(what)s") % {"place": ", ".join(parts), "what": what} if parts else what
        )


@dataclass
class LogState:
    """What was recomputed of one log: its entries from `start` up to `size`, and its root."""

    log: Log
    start: int = 0
    size: int = 0
    root: bytes = b""


@dataclass
class Verdict:
    """`findings` in the order of the logs and their entries; at most `MOST`, `count` of them in
    all. `warnings` do not make the ledger unsound."""

    logs: list[LogState] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, finding: Finding) -> None:
        self.count += 1
        if len(self.findings) < MOST:
            self.findings.append(finding)

    @property
    def is_sound(self) -> bool:
        return not self.count

    @property
    def first_bad(self) -> Finding | None:
        """The first one that names an entry, or else the first."""
        named = (finding for finding in self.findings if finding.seq is not None)
        return next(named, self.findings[0] if self.findings else None)

    @property
    def entries(self) -> int:
        """How many were recomputed."""
        return sum(max(0, state.size - state.start) for state in self.logs)

    @property
    def in_words(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for state in self.logs:
            yield _("%(log)s: %(size)d entries, root %(root)s") % {
                "log": state.log.label,
                "size": state.size,
                "root": state.root.hex() or "–",
            }
            if state.start:
                yield _(
                    "Recomputed from entry %(start)d on; what stands before it was taken from the "
                    "stored tree and its signed checkpoints."
                ) % {"start": state.start}
        yield from self.warnings
        if self.is_sound:
            yield _("The ledger verifies.")
            return
        yield ngettext(
            "The ledger does not verify: %(count)d fault.",
            "The ledger does not verify: %(count)d faults.",
            self.count,
        ) % {"count": self.count}
        yield from (str(finding) for finding in self.findings)
        if self.count > len(self.findings):
            yield _("… and %(count)d more") % {"count": self.count - len(self.findings)}
