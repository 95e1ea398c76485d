"""The second part of the verifier: papers in PDF that carry their proof."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence

from lms.ledger.rules.verifier import LARGEST_BUNDLE, Report, canonical, check_bundle, read_json

# The papers: a PDF that carries its proof ---------------------------------------------------------
PDF, PROOF = b"%PDF-", b'{"checkpoint":'


def check_paper(pdf: bytes, keys: Sequence[str]) -> Report:
    """Check the two files that a paper carries: its proof, a bundle of one entry, and its content,
    of which the entry states the SHA-256. What is printed on the pages is not read: compare it
    with the content. Never raises."""
    report = Report(place="paper")
    try:
        proof, content = files_within(pdf)
        report = check_bundle(proof, keys)
        if report.fault is None:
            report.place = "content"
            _check_content(report, proof, content)
    except ValueError as error:
        report.fault = f"{report.place}: {error}"
    return report


def files_within(pdf: bytes) -> tuple[bytes, bytes]:
    """The proof and the content that a PDF carries, and nothing beside them. Raises
    `ValueError`."""
    if len(pdf) > LARGEST_BUNDLE:
        raise ValueError(f"larger than {LARGEST_BUNDLE} bytes")
    parts = re.split(rb"/EmbeddedFile\b", pdf)[1:]
    if len(parts) != 2:
        raise ValueError("the PDF does not carry exactly two files, a proof and a content")
    found = [_unpacked(part.partition(b"stream")[2].lstrip()) for part in parts]
    proof, content = sorted(found, key=lambda each: not each.startswith(PROOF))
    return proof, content


def _unpacked(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(data, LARGEST_BUNDLE)
    except zlib.error:
        raise ValueError("a file within the PDF is damaged") from None
    if not unpacking.eof:
        raise ValueError("a file within the PDF is cut short, or too large")
    return found


def _check_content(report: Report, proof: bytes, content: bytes) -> None:
    if canonical(read_json(proof.decode())) != proof:
        raise ValueError("the proof is written otherwise than it was")
    stated = [shown.get("content_hash") for __, shown in report.entries.values()]
    if stated != [hashlib.sha256(content).hexdigest()]:
        raise ValueError("what the paper says is not what was recorded")
    report.content = read_json(content.decode())
