"""The third part of the verifier: whole cases in zip, with the proof of their entries."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Sequence
from typing import Any, BinaryIO, NamedTuple

from lms.ledger.rules.verifier import (
    LARGEST_BUNDLE,
    Report,
    VerifierKey,
    canonical,
    check_bundle,
    check_members,
    leaf_hash,
    open_checkpoint,
    read_json,
    to_base64,
)
from lms.ledger.rules.verifier_papers import check_paper

# The zip: one way to write it, so that no byte of it says nothing --------------------------------
ZIP = b"PK\x03\x04"
CASE_FORMAT = "lms-case-bundle/1"
MANIFEST, PROOFS = "manifest.json", "proofs.json"
LARGEST_ARCHIVE, MOST_MEMBERS = 2**32 - 2, 2**16 - 2  # what a zip holds without its extension
LOCAL, CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
# Version 2.0, names in UTF-8, stored as they are, 1 January 1980 at midnight.
SETTINGS = 20, 0x0800, 0, 0, 0x21
MADE_BY, RIGHTS = 3 << 8 | 20, 0o100644 << 16  # as a plain file of Unix
PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
LONGEST_PATH, AT_ONCE = 200, 1024 * 1024


class Member(NamedTuple):
    """A file in the zip; `offset` is where its header begins."""

    path: str
    size: int
    crc: int
    offset: int

    @property
    def local(self) -> bytes:
        name = self.path.encode()
        sizes = self.crc, self.size, self.size, len(name), 0
        return LOCAL.pack(ZIP, *SETTINGS, *sizes) + name

    @property
    def central(self) -> bytes:
        name = self.path.encode()
        sizes = self.crc, self.size, self.size, len(name), 0, 0, 0, 0, RIGHTS, self.offset
        return CENTRAL.pack(b"PK\x01\x02", MADE_BY, *SETTINGS, *sizes) + name

    @property
    def end(self) -> int:
        return self.offset + len(self.local) + self.size


def end_record(count: int, size: int, offset: int) -> bytes:
    """The end of the zip; `size` and `offset` are those of its directory."""
    return END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def members_of(file: BinaryIO) -> list[Member]:
    """The files of a zip, in their order. Raises `ValueError` where a byte of its directory is
    another than ours would be."""
    length = file.seek(0, 2)
    if not END.size <= length <= LARGEST_ARCHIVE:
        raise ValueError("too short, or too long, for a zip of ours")
    end = _read(file, length - END.size, END.size)
    count, size, offset = END.unpack(end)[4:7]
    if end != end_record(count, size, offset) or offset + size + END.size != length:
        raise ValueError("the end of the zip is written otherwise than it was")
    directory = _read(file, offset, size)
    found, at = list[Member](), 0
    while at < size:
        member = _member(directory, at)
        if member.offset != (found[-1].end if found else 0):
            raise ValueError(f"{member.path} is not where it was")
        found.append(member)
        at += len(member.central)
    if len(found) != count or not found or found[-1].end != offset:
        raise ValueError("the zip holds something between its files, or not all of them")
    return found


def _member(directory: bytes, at: int) -> Member:
    """The file whose entry in the zip's directory begins there."""
    if len(directory) - at < CENTRAL.size:
        raise ValueError("the zip's directory is cut short")
    read = CENTRAL.unpack_from(directory, at)
    crc, size, name_length, offset = read[7], read[9], read[10], read[16]
    begin = at + CENTRAL.size
    name = directory[begin : begin + name_length].decode("ascii")
    member = Member(name, size, crc, offset)
    if len(name) > LONGEST_PATH or not PATH.fullmatch(name):
        raise ValueError("the zip has a file with a strange name")
    if directory[at : begin + name_length] != member.central:
        raise ValueError(f"the zip's directory has {name} otherwise than it was written")
    return member


def _read(file: BinaryIO, offset: int, size: int) -> bytes:
    if size > LARGEST_BUNDLE:
        raise ValueError(f"a part is larger than {LARGEST_BUNDLE} bytes")
    file.seek(offset)
    data = file.read(size)
    if len(data) != size:
        raise ValueError("the zip is cut short")
    return data


def content_of(file: BinaryIO, member: Member) -> bytes:
    return _read(file, member.offset + len(member.local), member.size)


def hash_of_member(file: BinaryIO, member: Member) -> str:
    """The SHA-256 of a file in the zip, in hexadecimal; it is read piece by piece."""
    if _read(file, member.offset, len(member.local)) != member.local:
        raise ValueError("its header in the zip is written otherwise than it was")
    digest, crc, left = hashlib.sha256(), 0, member.size
    while left:
        piece = file.read(min(left, AT_ONCE))
        if not piece:
            raise ValueError("the zip is cut short")
        digest.update(piece)
        crc, left = zlib.crc32(piece, crc), left - len(piece)
    if crc != member.crc:
        raise ValueError("its check sum in the zip is another")
    return digest.hexdigest()


# The case ----------------------------------------------------------------------------------------
def check_archive(file: BinaryIO, keys: Sequence[str]) -> Report:
    """Check a case: every byte of the zip, each file against the list of files, the list against
    the entry that states its SHA-256, what else entries state of files, and each notice by its own
    proof. Never raises, but `OSError` where the file cannot be read."""
    report = Report(place="zip")
    try:
        members = members_of(file)
        paths = [member.path for member in members]
        if paths[-2:] != [MANIFEST, PROOFS] or paths[:-2] != sorted(set(paths[:-2])):
            raise ValueError(f"the files are not in order, or {MANIFEST} and {PROOFS} not the last")
        hashes = dict[str, str]()
        for member in members:
            report.place = member.path
            hashes[member.path] = hash_of_member(file, member)
        report.place = MANIFEST
        listed = _canonical(content_of(file, members[-2]))
        _check_list(listed, members[:-2], hashes)
        report.place = PROOFS
        proofs = content_of(file, members[-1])
        found = _canonical(proofs)
        report = check_bundle(proofs, keys)
        if report.fault is None:
            _check_one_form(report, found, keys)
            _check_case(report, file, members, listed, hashes, keys)
    except ValueError as error:
        report.fault = f"{report.place}: {error}"
    return report


def _canonical(data: bytes) -> Any:
    found = read_json(data.decode())
    if canonical(found) != data:
        raise ValueError("written otherwise than it was")
    return found


def _check_one_form(report: Report, proofs: Any, keys: Sequence[str]) -> None:
    """That the proofs say nothing that nobody vouches for, and could be written in no other way:
    one trusted key is named, which signed the checkpoint alone; nothing stands under an earlier
    one; entries stand in their order."""
    report.place = PROOFS
    signatures = proofs["checkpoint"].rpartition("\n\n")[2].splitlines()
    if len(signatures) != 1 or proofs["earlier"]:
        raise ValueError("something is signed by a key besides the one that is trusted")
    trusted = [key for key in keys if str(VerifierKey.parse(key)) in report.named_keys]
    if proofs["keys"] != report.named_keys or len(report.named_keys) != 1 or not trusted:
        raise ValueError("not exactly the key that is trusted is named")
    open_checkpoint(proofs["checkpoint"], [VerifierKey.parse(trusted[0])])
    if list(report.entries) != sorted(report.entries):
        raise ValueError("the entries are not in their order")


def _check_list(listed: Any, members: Sequence[Member], hashes: dict[str, str]) -> None:
    """That the list names every file in the zip, as it is, and none besides."""
    check_members(listed, {str: "format log case purpose made_at", list: "files entries"})
    if listed["format"] != CASE_FORMAT:
        raise ValueError(f"not of the format {CASE_FORMAT}")
    for each in listed["files"]:
        check_members(each, {str: "path sha256 what", int: "size", (dict, type(None)): "stated"})
        if each["stated"] is not None:
            check_members(each["stated"], {int: "seq", str: "field"})
    for each in listed["entries"]:
        check_members(each, {int: "seq", str: "leaf", list: "shown"})
    found = {member.path: (member.size, hashes[member.path]) for member in members}
    for each in listed["files"]:
        if found.get(each["path"]) != (each["size"], each["sha256"]):
            raise ValueError(f"{each['path']} is missing, or is not what it was")
    if [each["path"] for each in listed["files"]] != list(found):
        raise ValueError("the zip holds a file that is not listed, or lists one twice")


def _check_case(
    report: Report,
    file: BinaryIO,
    members: Sequence[Member],
    listed: Any,
    hashes: dict[str, str],
    keys: Sequence[str],
) -> None:
    report.place = PROOFS
    if report.checkpoint is None or report.checkpoint.origin != listed["log"]:
        raise ValueError("the entries are another log's")
    _check_entries(report, listed, hashes[MANIFEST])
    by_path = {member.path: member for member in members}
    for each in listed["files"]:
        report.place = each["path"]
        if each["path"].startswith("notices/"):
            _check_notice(report, content_of(file, by_path[each["path"]]), each, keys)
        elif each["stated"] is not None:
            _check_stated(report, each)
    report.place = PROOFS
    with_file = sorted(
        each["stated"]["seq"]
        for each in listed["files"]
        if each["stated"] and each["path"].startswith(("evidence/", "notices/"))
    )
    if with_file != sorted(
        seq
        for seq, (envelope, __) in report.entries.items()
        if envelope["type"] in ("evidence.added", "case.notice")
    ):
        raise ValueError("a piece of evidence or a notice is missing, or there twice")
    report.listed = listed


def _check_entries(report: Report, listed: Any, list_hash: str) -> None:
    """That the entries are those listed, as far opened, and one more, which states the hash of the
    list."""
    found = {
        seq: (to_base64(leaf_hash(canonical(envelope))), sorted(shown))
        for seq, (envelope, shown) in report.entries.items()
    }
    for each in listed["entries"]:
        if found.pop(each["seq"], None) != (each["leaf"], each["shown"]):
            raise ValueError(f"entry {each['seq']} is missing, is another, or shows other fields")
    if len(found) != 1:
        raise ValueError("not exactly one entry besides those that are listed")
    envelope, shown = report.entries[next(iter(found))]
    stated = [shown.get(name) for name in ("content_hash", "case_number", "purpose", "at")]
    same = [list_hash, listed["case"], listed["purpose"], listed["made_at"]]
    if envelope["type"] != "case.bundle" or stated != same:
        raise ValueError("the list of files is not the one that was recorded")


def _check_stated(report: Report, each: Any) -> None:
    """That the entry which is named states the file's hash, by itself or among others."""
    seq, name = each["stated"]["seq"], each["stated"]["field"]
    stated = report.entries[seq][1].get(name) if seq in report.entries else None
    if each["sha256"] not in (stated if isinstance(stated, list) else [stated]):
        raise ValueError(f"the file is not the one that entry {seq} states")


def _check_notice(report: Report, pdf: bytes, each: Any, keys: Sequence[str]) -> None:
    """By the proof that it carries, which is of the entry named."""
    paper = check_paper(pdf, keys)
    if paper.fault is not None:
        raise ValueError(paper.fault)
    seq = each["stated"]["seq"] if each["stated"] else -1
    found, own = paper.entries.get(seq), report.entries.get(seq)
    if len(paper.entries) != 1 or found is None or own is None or found[0] != own[0]:
        raise ValueError("the notice is not the one of its entry")
