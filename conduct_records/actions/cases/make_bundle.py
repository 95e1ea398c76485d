"""A case as one file: put together, recorded, proven. Each part may be done again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import rfc8785
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.gather_bundle import STAGES, Source, gather
from conduct_records.errors import (
    BundleCannotBeSigned,
    BundleGone,
    BundleNotBorneOut,
    BundleTooLarge,
    CaseIsErased,
)
from conduct_records.models import BundleWork, Case, CaseBundle
from conduct_records.policies.bundles import check_can_export_case
from conduct_records.queries.cases.bundle_entries import proofs_of
from conduct_records.queries.cases.files import file_of
from conduct_records.rules.cases.bundles import Enclosed, EnclosedEntry, list_of_files
from conduct_records.rules.cases.evidence import BUNDLE_MADE, bundle_made
from lms.files.sweeping import kept_with_row
from lms.jobs.long_work import advance, keep_result, under_way
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.errors import SigningKeyMissing
from lms.ledger.models import Head
from lms.ledger.queries.entries import newest_of_case
from lms.ledger.queries.keys import signer
from lms.ledger.rules.archive import ArchiveTooLarge, ArchiveWriter, continued
from lms.ledger.rules.envelope import written_time
from lms.ledger.rules.verifier import read_json
from lms.ledger.rules.verifier_archive import MANIFEST, PROOFS, content_of, members_of
from lms.people.models import Employee
from lms.people.policies import check_is_system
from lms.ui.errors import Refusal

# Of the bundle's own entry.
SHOWN = ("at", "case_number", "content_hash", "purpose")


def make_bundle(*, actor: Employee, work: BundleWork) -> None:
    """Make what was asked for, as far as its owner still may. For the system alone.

    May run again: work that is over, or that another worker moved on lately, stays as it is; what
    was recorded is not recorded twice. A refusal ends the work with its words.
    """
    check_is_system(actor)
    work.refresh_from_db()
    if not work.is_to_do:
        return
    with under_way(work, total=STAGES, refusals=Refusal):
        check_can_export_case(work.owner, work.case, file_of(work.case))
        _check_can_be_signed()
        bundle = CaseBundle.objects.filter(work=work).first()
        if bundle is None:
            listed = _put_together(work)
            bundle = _record(work, listed)
        _prove(work, bundle)


def _check_can_be_signed() -> None:
    try:
        signer()
    except SigningKeyMissing:
        raise BundleCannotBeSigned from None


def _put_together(work: BundleWork) -> bytes:
    """All files with their list, but without the proofs, kept as the work's result; the list."""
    made_at = timezone.now()
    sources, entries = gather(work, made_at, lambda done: advance(work, done))
    with TemporaryFile() as target:
        writer = ArchiveWriter(cast(BinaryIO, target))
        try:
            files = [_add(writer, source) for source in sources]
            listed = _list(work, written_time(made_at), files, entries)
            writer.add(MANIFEST, [listed])
            writer.close()
        except ArchiveTooLarge:
            raise BundleTooLarge from None
        target.seek(0)
        with _while_it_stands(work):
            work.result.save("unproven.zip", File(target), save=False)
            with kept_with_row(work.result):
                work.save(update_fields=["result"])
    return listed


@contextmanager
def _while_it_stands(work: BundleWork) -> Iterator[None]:
    """Nothing of the case is kept once it is erased. Raises `CaseIsErased`."""
    with transaction.atomic(durable=True):
        case = Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=work.case_id)
        if case.erased_at is not None:
            raise CaseIsErased
        yield


def _add(writer: ArchiveWriter, source: Source) -> Enclosed:
    kept = writer.add(source.path, source.pieces())
    if kept.sha256 != source.sha256:
        raise BundleNotBorneOut(source.what)
    return source.enclosed


def _list(
    work: BundleWork, made_at: str, files: list[Enclosed], entries: list[EnclosedEntry]
) -> bytes:
    listed = list_of_files(
        log=Head.objects.get(log=Log.RECORDS).origin,
        case=work.case.number,
        purpose=work.purpose,
        made_at=made_at,
        files=files,
        entries=entries,
    )
    return rfc8785.dumps(listed)


def _record(work: BundleWork, listed: bytes) -> CaseBundle:
    """The row and its entry, which states the hash of the list."""
    with transaction.atomic(durable=True):
        bundle = CaseBundle(
            work=work,
            case=work.case,
            purpose=work.purpose,
            content_hash=sha256(listed).hexdigest(),
            made_by=work.owner,
            made_at=datetime.fromisoformat(read_json(listed.decode())["made_at"]),
        )
        bundle.save()
        record_entries(bundle_made(bundle))
    return bundle


def _prove(work: BundleWork, bundle: CaseBundle) -> None:
    """Add the proofs of all entries listed and of the bundle's own, under one checkpoint."""
    sign_checkpoint(Log.RECORDS)
    unproven = work.result.name
    with TemporaryFile() as file:
        target = cast(BinaryIO, file)
        try:
            writer = _continued(work, target, bundle)
            listed = read_json(content_of(target, writer.members[-1]).decode())
            writer.add(PROOFS, [_proofs(bundle, listed)])
        except (OSError, ValueError, KeyError):
            raise BundleGone from None
        writer.close()
        file.seek(0)
        with _while_it_stands(work):
            keep_result(work, f"case-{work.case.number}.zip", File(file))
    work.result.storage.delete(unproven or "")
    advance(work, work.total)


def _continued(work: BundleWork, target: BinaryIO, bundle: CaseBundle) -> ArchiveWriter:
    """Raises `ValueError` where what was put together is not what was recorded."""
    with work.result.open("rb") as file:
        source = cast(BinaryIO, file)
        members = members_of(source)
        last = next((each for each in members if each.path == MANIFEST), members[-1])
        if sha256(content_of(source, last)).hexdigest() != bundle.content_hash:
            raise ValueError
        return continued(source, target, members[: members.index(last) + 1])


def _proofs(bundle: CaseBundle, listed: Any) -> bytes:
    own = newest_of_case(bundle.token, BUNDLE_MADE)
    if own is None:
        raise BundleGone
    shown = {each["seq"]: each["shown"] for each in listed["entries"]}
    return rfc8785.dumps(proofs_of({**shown, own.seq: SHOWN}))
