"""Recomputing one log: every envelope, hash, node and value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from lms.ledger.enums import Fault, Log
from lms.ledger.queries.tree import frontier_of
from lms.ledger.queries.verification.findings import Finding
from lms.ledger.queries.verification.rows import (
    CHUNK,
    StoredEntry,
    entries_from,
    first_stray_sealed,
    has_stray_nodes,
    keys_at_hand,
    leaves_at,
    nodes_completed,
    sealed_between,
)
from lms.ledger.rules.envelope import Disclosure
from lms.ledger.rules.tree import Frontier, Position
from lms.ledger.rules.verification import (
    KeysAtHand,
    Public,
    has_own_form,
    open_values,
    read_envelope,
)
from lms.ledger.rules.verifier import leaf_hash


@dataclass
class Chunk:
    """Some entries in a row, recomputed: what is wrong with which, and what the others say."""

    start: int
    end: int
    rows: Mapping[int, StoredEntry] = field(default_factory=dict)
    nodes: Mapping[Position, Any] = field(default_factory=dict)
    sealed: Mapping[Any, Mapping[Any, Any]] = field(default_factory=dict)
    public: dict[int, Public] = field(default_factory=dict)
    keys: KeysAtHand | None = None
    values: dict[int, Mapping[str, Disclosure]] = field(default_factory=dict)
    faults: dict[int, tuple[Fault, str]] = field(default_factory=dict)

    def blame(self, seq: int, fault: Fault, detail: str = "") -> None:
        """Of several faults of one entry, the first is told."""
        self.faults.setdefault(seq, (fault, detail))

    def findings(self, log: Log) -> list[Finding]:
        return [
            Finding(fault, log, seq, detail) for seq, (fault, detail) in sorted(self.faults.items())
        ]


class Walk:
    """Goes through a log from `start` on, a chunk at a time, with the same few queries for each.

    Without the master key the values stay closed; everything else is recomputed all the same.
    Raises `KeyError` where the stored tree before `start` is not complete.
    """

    def __init__(self, log: Log, start: int, master: bytes | None) -> None:
        self.log, self.master = log, master
        self.frontier: Frontier = frontier_of(log, start)
        before = entries_from(log, start - 1, 1) if start else []
        public = read_envelope(before[0].envelope) if before else None
        self.newest = public.at if public else ""
        # Of the entries of that same moment: random as their commitments are, no two are alike.
        self._leaves = leaves_at(log, start, public.moment) if public else {}
        self._count, self._is_over = CHUNK, False

    def chunks(self) -> Iterator[Chunk]:
        while not self._is_over:
            start = self.frontier.size
            try:
                chunk = self._read(start)
            except (DatabaseError, ValueError) as error:
                if self._count > 1:
                    self._count = 1  # the place is one of these
                    continue
                chunk = Chunk(start, start)
                chunk.blame(start, Fault.UNREADABLE, str(error))
            self._is_over = chunk.end == start
            self._recompute(chunk)
            yield chunk

    def strays(self) -> Iterator[Finding]:
        """What belongs to no entry, after the last one."""
        if has_stray_nodes(self.log):
            yield Finding(Fault.NODE_STRAY, self.log, self.frontier.size)
        if (seq := first_stray_sealed(self.log)) is not None:
            yield Finding(
                Fault.SEALED_STRAY,
                self.log,
                seq if type(seq) is int else None,
                "" if type(seq) is int else str(seq),
            )

    def _read(self, start: int) -> Chunk:
        """The next chunk. One without entries, which is the last, still says what is wrong with the
        numbers."""
        found = entries_from(self.log, start, self._count)
        rows = {row.seq: row for row in found if type(row.seq) is int}
        within = [seq for seq in rows if seq < start + CHUNK]
        chunk = Chunk(start, within[-1] + 1 if within else start, rows)
        if rows and not within:
            chunk.blame(start, Fault.MISSING)
        if len(rows) < len(found):
            chunk.blame(start + len(within), Fault.NUMBER)
        if within:
            chunk.nodes = nodes_completed(self.log, start, chunk.end)
            chunk.public = {
                seq: public for seq in within if (public := read_envelope(rows[seq].envelope))
            }
            self._read_values(chunk)
        return chunk

    def _read_values(self, chunk: Chunk) -> None:
        chunk.sealed = sealed_between(self.log, chunk.start, chunk.end)
        if self.master is not None:
            tokens = {token for public in chunk.public.values() for token in public.protected}
            chunk.keys = keys_at_hand(self.master, tokens)

    def _recompute(self, chunk: Chunk) -> None:
        for seq in range(chunk.start, chunk.end):
            leaf = self._recompute_leaf(chunk, seq)
            if leaf is None:
                self._is_over = True
                return
            for position, computed in self.frontier.append(leaf):
                if (stored := chunk.nodes.get(position)) != computed:
                    fault = Fault.NODE_MISSING if stored is None else Fault.NODE_ALTERED
                    chunk.blame(seq, fault, f"{position.level}.{position.number}")

    def _recompute_leaf(self, chunk: Chunk, seq: int) -> bytes | None:
        """The leaf that the tree goes on with: the stored one, so that one altered envelope is one
        fault and not that of all nodes above; without it, the envelope's own."""
        stored = chunk.nodes.get(Position(0, seq))
        is_hash = type(stored) is bytes and len(stored) == 32
        row, public = chunk.rows.get(seq), chunk.public.get(seq)
        if row is None:
            chunk.blame(seq, Fault.MISSING)
            return stored if is_hash else None
        if public is None:
            chunk.blame(seq, Fault.ENVELOPE)
            return stored if is_hash else None
        computed = leaf_hash(row.envelope.encode())
        if stored == computed:
            self._check_row(chunk, row, public, computed)
        else:
            chunk.blame(seq, Fault.NODE_MISSING if stored is None else Fault.LEAF)
        return stored if is_hash else computed

    def _check_row(self, chunk: Chunk, row: StoredEntry, public: Public, leaf: bytes) -> None:
        if public.at < self.newest:
            chunk.blame(row.seq, Fault.TIME)
        if public.at != self.newest:
            self._leaves = {}
        self.newest = public.at
        if public.fields and (same := self._leaves.setdefault(leaf, row.seq)) != row.seq:
            chunk.blame(
                row.seq, Fault.IMPOSSIBLE, _("the same as entry %(number)d") % {"number": same}
            )
        if not has_own_form(public):
            chunk.blame(row.seq, Fault.IMPOSSIBLE, _("its reason is not where it belongs"))
        has_zones = connection.features.supports_timezones
        moment = public.moment if has_zones else public.moment.replace(tzinfo=None)
        said = StoredEntry(
            row.seq,
            row.envelope,
            public.type,
            moment,
            public.subject,
            public.actor,
            public.case,
        )
        if row != said:
            chunk.blame(row.seq, Fault.COLUMNS)
        if chunk.keys is not None:
            self._check_erased(chunk, row.seq, public, chunk.keys.destroyed)
            values = open_values(public, leaf, chunk.sealed.get(row.seq, {}), chunk.keys)
            if isinstance(values, Fault):
                chunk.blame(row.seq, values)
            else:
                chunk.values[row.seq] = values

    def _check_erased(
        self, chunk: Chunk, seq: int, public: Public, destroyed: Mapping[str, int]
    ) -> None:
        """Nothing is recorded under a key that is destroyed: it could say anything. Looks come to
        their own log later than they were made, so that the order tells nothing there."""
        for token in public.protected if self.log == Log.RECORDS else ():
            if (erased := destroyed.get(token, seq)) < seq:
                detail = _("its key was destroyed with entry %(number)d") % {"number": erased}
                chunk.blame(seq, Fault.IMPOSSIBLE, detail)
