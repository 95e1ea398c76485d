from django.utils.translation import gettext as _

from conduct_records.models import CodebookSignature
from lms.people.models import AttendedSession


def codebook_signed(session: AttendedSession) -> list[str]:
    """The version that was signed in the session."""
    found = CodebookSignature.objects.filter(attended=session).select_related("version")
    return [
        _("Signed: codebook, version %(number)d") % {"number": one.version.number} for one in found
    ]
