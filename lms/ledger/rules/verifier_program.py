"""The last part of the verifier: the command. `verifier_text` joins the parts, so that an outsider
gets one file; it takes nothing from elsewhere."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from lms.ledger.rules.verifier import (
    LARGEST_BUNDLE,
    Report,
    VerifierKey,
    check_bundle,
)
from lms.ledger.rules.verifier_archive import ZIP, check_archive
from lms.ledger.rules.verifier_papers import PDF, check_paper


# The command --------------------------------------------------------------------------------------
def check_file(file: BinaryIO, keys: Sequence[str]) -> Report:
    """Check a bundle, or a paper or a case that carries one. Raises `OSError` alone, where the file
    cannot be read."""
    begins = file.read(len(PDF))
    if begins.startswith(ZIP):
        return check_archive(file, keys)
    data = begins + file.read(LARGEST_BUNDLE + 1 - len(begins))
    return check_paper(data, keys) if begins == PDF else check_bundle(data, keys)


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
    if report.listed is not None:
        yield from _listed(report.listed)
    if report.checkpoint is None:
        for key in report.named_keys:
            yield f"The bundle names {key}: if the same was published elsewhere, give it with --key"
    if report.fault:
        yield f"NOT VERIFIED 验证未通过: {report.fault}"
    else:
        yield "VERIFIED 验证通过: every entry stands under a signed checkpoint"


def _listed(listed: Any) -> Iterator[str]:
    """The files of a case; it was checked that each is there and is what the list says."""
    yield f"Case {listed['case']}, taken out {listed['made_at']} for: {listed['purpose']}"
    for each in listed["files"]:
        stated = each["stated"]
        proved = f", as entry {stated['seq']} states" if stated else ""
        yield f"  {each['path']}: {each['size']} bytes, SHA-256 {each['sha256']}{proved}"
    yield f"  {len(listed['files'])} files, all of them as listed, and none besides"


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks ledger entries, papers and cases offline.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", action="append", default=[], help="the ledger's public key")
    options = parser.parse_args()
    try:
        for key in options.key:
            VerifierKey.parse(key)
        with options.bundle.open("rb") as file:
            report = check_file(file, options.key)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    for line in _told(report):
        print("".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line))
    return 1 if report.fault else 0


if __name__ == "__main__":
    sys.exit(main())
