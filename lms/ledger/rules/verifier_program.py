"""The second half of the verifier: papers in PDF, and the command. `verifier_text` joins it to the
first, so that an outsider gets one file; it takes nothing from elsewhere."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from lms.ledger.rules.verifier import (
    LARGEST_BUNDLE,
    Report,
    VerifierKey,
    canonical,
    check_bundle,
    read_json,
)

# The papers: a PDF that carries its proof ---------------------------------------------------------
PDF, PROOF = b"%PDF-", b'{"checkpoint":'


def check_file(data: bytes, keys: Sequence[str]) -> Report:
    """Check a bundle, or a paper that carries one. Never raises."""
    return check_paper(data, keys) if data.startswith(PDF) else check_bundle(data, keys)


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


# The command --------------------------------------------------------------------------------------
def _told(report: Report) -> Iterator[str]:
    for each in (*report.earlier, *filter(None, [report.checkpoint])):
        proved = "signed" if each is report.checkpoint else "signed, and continued by the one below"
        yield ", ".join((f"{each.origin}: {each.size} entries", *each.extensions, proved))
    for seq, (envelope, shown) in report.entries.items():
        yield f"entry {seq}: {envelope['type']}, recorded {envelope['at']}, included there"
        yield "  " + ", ".join(f"{name} {envelope[name]}" for name in ("actor", "subject", "case"))
        for name in envelope["fields"]:
            value = json.dumps(shown[name], ensure_ascii=False) if name in shown else "not shown"
            yield f"  {name}: {value}{', as recorded' * (name in shown)}"
    if report.content is not None:
        yield "The content, as recorded: compare it with what is printed"
        yield from json.dumps(report.content, ensure_ascii=False, indent=1).splitlines()
    if report.checkpoint is None:
        for key in report.named_keys:
            yield f"The bundle names {key}: if the same was published elsewhere, give it with --key"
    if report.fault:
        yield f"NOT VERIFIED 验证未通过: {report.fault}"
    else:
        yield "VERIFIED 验证通过: every entry stands under a signed checkpoint"


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks ledger entries and papers offline.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", action="append", default=[], help="the ledger's public key")
    options = parser.parse_args()
    try:
        for key in options.key:
            VerifierKey.parse(key)
        with options.bundle.open("rb") as file:
            data = file.read(LARGEST_BUNDLE + 1)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    report = check_file(data, options.key)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    for line in _told(report):
        print("".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line))
    return 1 if report.fault else 0


if __name__ == "__main__":
    sys.exit(main())
