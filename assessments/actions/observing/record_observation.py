from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from assessments.actions.observing.tell_observed import tell_observed
from assessments.errors import (
    AnotherResult,
    NotSigned,
    ObservedByAnother,
    ObservedInTheFuture,
    PhotoChanged,
    PhotoUnreadable,
    SamePhotoTwice,
    SentBefore,
    SheetRetired,
    TooManyPhotos,
)
from assessments.models import Observation, ObservationPhoto, SheetVersion
from assessments.policies.observing import check_can_observe
from assessments.rules.observing.evidence import observation_made, photo_kept
from assessments.rules.observing.sheet import Given, Result, check_given, given_json, result
from assessments.rules.observing.statement import statement_of
from lms.files.viewing import CannotBeDrawn, redrawn
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee
from lms.people.rules.attestation import text_hash
from lms.people.rules.devices import believed, settled
from lms.people.rules.signatures import is_signature

MOST_PHOTOS = 24


@dataclass(frozen=True)
class Shot:
    """A picture as the device took it, beside the point of that code. `capture_hash` is the
    device's own SHA-256 of it, empty where it made none."""

    point: str
    file: IO[bytes]
    capture_hash: str = ""
    captured_at: datetime | None = None


@dataclass(frozen=True)
class Seen:
    """What an assessor sends. `form_id` is made when the form is begun; `shown` is the result
    above the signatures, where the device worked one out."""

    form_id: UUID
    version: SheetVersion
    employee: Employee
    observed_at: datetime
    given: Sequence[Given]
    assessor_signature: str
    employee_signature: str = ""
    not_signed_because: str = ""
    remark: str = ""
    employee_remark: str = ""
    shots: Sequence[Shot] = ()
    shown: str = ""


def record_observation(*, actor: Employee, seen: Seen, device: str = "") -> Observation:
    """Keep what was observed, with its pictures drawn anew, and record it. The same form sent again
    is the observation that it was the first time; one that says something else is refused, so that
    nothing is taken for kept that is not.

    Raises `NotAllowed`, `NotOneself`, `NotObservable`, `SheetRetired`, `ObservedInTheFuture`,
    `NotSigned`, `AnotherResult`, `ObservedByAnother`, `SentBefore`, what
    `rules.observing.sheet.check_given` and `result` raise, and `PhotoUnreadable`, `PhotoChanged`,
    `SamePhotoTwice`, `TooManyPhotos`.
    """
    if first := _sent_before(actor, seen):
        return first
    check_can_observe(actor, seen.employee)
    now = timezone.now()
    row = _observation(actor, seen, now)
    row.device = device
    # Drawn before the transaction: it takes a while.
    pictures = _pictures(seen.shots, now)
    with transaction.atomic(durable=True):
        # Two sendings of one form wait for each other here.
        Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=actor.pk)
        if first := _sent_before(actor, seen):
            return first
        row.save(force_insert=True)
        photos = [_kept(row, photo, content) for photo, content in pictures]
        tell_observed(row)
        record_entries(observation_made(row), *map(photo_kept, photos))
    return row


def _sent_before(actor: Employee, seen: Seen) -> Observation | None:
    first = Observation.objects.filter(form_id=seen.form_id).select_related("employee").first()
    if first is None:
        return None
    if first.observed_by_id != actor.pk:
        raise ObservedByAnother
    if any(getattr(first, name) != value for name, value in _said(seen).items()):
        raise SentBefore
    return first


def _said(seen: Seen) -> dict[str, Any]:
    """The columns that say of whom and what; the time is not among them, as it is set right by
    when the form came in."""
    return {
        "employee": seen.employee,
        "given": given_json(seen.given),
        "remark": seen.remark.strip(),
        "assessor_signature": seen.assessor_signature,
        "employee_signature": seen.employee_signature,
        "employee_remark": seen.employee_remark.strip(),
        "not_signed_because": "" if seen.employee_signature else seen.not_signed_because.strip(),
    }


def _observation(actor: Employee, seen: Seen, now: datetime) -> Observation:
    """Checked and not saved yet."""
    sheet, asks = seen.version.sheet, seen.version.asks
    if sheet.is_retired:
        raise SheetRetired
    observed_at = settled(seen.observed_at, now)
    if observed_at > now:
        raise ObservedInTheFuture
    _check_signed(actor, seen)
    check_given(asks, seen.given, [shot.point for shot in seen.shots])
    found = result(asks, seen.given)
    if seen.shown and seen.shown != as_shown(found):
        raise AnotherResult
    statement = statement_of(seen.version, seen.employee, timezone.localtime(observed_at), found)
    return Observation(
        form_id=seen.form_id,
        version=seen.version,
        unit=seen.employee.unit,
        post=seen.employee.post,
        observed_at=observed_at,
        observed_by=actor,
        received_at=now,
        score=found.score,
        most=found.most,
        passed=found.passed,
        failed=list(found.failed),
        statement=statement,
        statement_hash=text_hash(statement),
        **_said(seen),
    )


def as_shown(found: Result) -> str:
    """As `static/js/observation-form.js` says it: hundredths, out of hundredths, whether passed,
    and the critical points missed."""
    score, most = int(found.score * 100), int(found.most * 100)
    return " ".join([f"{score}/{most}", "passed" if found.passed else "failed", *found.failed])


def _check_signed(actor: Employee, seen: Seen) -> None:
    signed = is_signature(seen.assessor_signature, name=actor.name)
    if seen.employee_signature:
        signed = signed and is_signature(seen.employee_signature, name=seen.employee.name)
    elif not seen.not_signed_because.strip():
        signed = False
    if not signed:
        raise NotSigned


def _pictures(shots: Sequence[Shot], now: datetime) -> list[tuple[ObservationPhoto, bytes]]:
    if len(shots) > MOST_PHOTOS:
        raise TooManyPhotos
    found = []
    beside: set[tuple[str, str]] = set()
    for shot in shots:
        taken = _checked(shot)
        if (shot.point, taken) in beside:
            raise SamePhotoTwice
        beside.add((shot.point, taken))
        found.append((shot, taken))
    return [_redrawn(shot, taken, now) for shot, taken in found]


def _checked(shot: Shot) -> str:
    """The SHA-256 of the file as it came."""
    taken = sha256(shot.file.read()).hexdigest()
    if shot.capture_hash and shot.capture_hash != taken:
        raise PhotoChanged
    shot.file.seek(0)
    return taken


def _redrawn(shot: Shot, taken: str, now: datetime) -> tuple[ObservationPhoto, bytes]:
    try:
        content, __ = redrawn(shot.file, is_pdf=False)
    except CannotBeDrawn as error:
        raise PhotoUnreadable from error
    photo = ObservationPhoto(
        point=shot.point,
        sha256=sha256(content).hexdigest(),
        capture_hash=taken,
        captured_at=believed(shot.captured_at, now),
    )
    return photo, content


def _kept(row: Observation, photo: ObservationPhoto, content: bytes) -> ObservationPhoto:
    photo.observation = row
    photo.file.save(f"{uuid4()}.webp", ContentFile(content), save=False)
    photo.save(force_insert=True)
    return photo
