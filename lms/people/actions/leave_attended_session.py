from django.utils import timezone

from lms.people.models import AttendedSession


def leave_attended_session(*, pk: int) -> None:
    """The session is over without a signature: somebody signed out, or it was left open too long.
    What is over already stays as it is."""
    AttendedSession.objects.filter(pk=pk, ended_at__isnull=True).update(ended_at=timezone.now())
