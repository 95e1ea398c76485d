from django.db import transaction
from django.utils import timezone

from lms.people.errors import AlreadyEnded, NotAllowed, SignatureMissing
from lms.people.models import AttendedSession, Employee
from lms.people.rules.signatures import is_signature


def end_attended_session(
    *, actor: Employee, session: AttendedSession, signature: str
) -> AttendedSession:
    """The attended employee (the actor) signs for what was done, and the session is over.

    Raises `SignatureMissing`, `AlreadyEnded`, and `NotAllowed` for anybody else.
    """
    if actor != session.employee:
        raise NotAllowed
    if not is_signature(signature, name=actor.name):
        raise SignatureMissing
    with transaction.atomic(durable=True):
        session = AttendedSession.objects.select_for_update().get(pk=session.pk)
        if session.ended_at is not None:
            raise AlreadyEnded
        session.ended_at = timezone.now()
        session.signature = signature
        session.save(update_fields=["ended_at", "signature"])
    return session
