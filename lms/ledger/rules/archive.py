"""Writing the zip that `verifier_archive` checks: one way to write each byte of it."""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from lms.ledger.rules.verifier_archive import (
    AT_ONCE,
    LARGEST_ARCHIVE,
    LONGEST_PATH,
    MOST_MEMBERS,
    PATH,
    Member,
    end_record,
)


class ArchiveTooLarge(ValueError):
    """More than a zip holds without its extension: 4 GB, or 65,534 files."""


@dataclass(frozen=True)
class Kept:
    """A file as it stands in the zip."""

    path: str
    size: int
    sha256: str


@dataclass
class ArchiveWriter:
    """Writes files one after the other into `target`, which can be read and sought, from where its
    last one ends."""

    target: BinaryIO
    members: list[Member] = field(default_factory=list)

    def add(self, path: str, pieces: Iterable[bytes]) -> Kept:
        """Raises `ArchiveTooLarge`; `ValueError` for a path that the verifier would refuse."""
        if not PATH.fullmatch(path) or len(path) > LONGEST_PATH:
            raise ValueError(f"{path} is no path in a case")
        offset = self.members[-1].end if self.members else 0
        header = Member(path, 0, 0, offset)
        self.target.seek(offset + len(header.local))
        digest, crc, size = hashlib.sha256(), 0, 0
        for piece in pieces:
            digest.update(piece)
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            self._check_room(offset + size)
            self.target.write(piece)
        member = Member(path, size, crc, offset)
        self.target.seek(offset)
        self.target.write(member.local)
        self.members.append(member)
        return Kept(path, size, digest.hexdigest())

    def close(self) -> None:
        """Write the directory; what stood behind it is cut off."""
        directory = b"".join(member.central for member in self.members)
        begin = self.members[-1].end if self.members else 0
        self._check_room(begin + len(directory))
        self.target.seek(begin)
        self.target.write(directory + end_record(len(self.members), len(directory), begin))
        self.target.truncate()

    def _check_room(self, end: int) -> None:
        if end > LARGEST_ARCHIVE - LONGEST_PATH - 100 or len(self.members) > MOST_MEMBERS:
            raise ArchiveTooLarge


def write_archive(target: BinaryIO, files: Sequence[tuple[str, bytes]]) -> None:
    writer = ArchiveWriter(target)
    for path, data in files:
        writer.add(path, [data])
    writer.close()


def continued(source: BinaryIO, target: BinaryIO, members: Sequence[Member]) -> ArchiveWriter:
    """A writer that goes on in `target` behind these, the first files of the zip `source`."""
    _copy(source, target, members[-1].end)
    return ArchiveWriter(target, list(members))


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    source.seek(0)
    target.seek(0)
    while size:
        piece = source.read(min(size, AT_ONCE))
        if not piece:
            raise ValueError("the zip is cut short")
        target.write(piece)
        size -= len(piece)
