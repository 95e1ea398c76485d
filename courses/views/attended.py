from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import Acknowledgement, LessonProgress, LessonReading
from lms.people.models import AttendedSession
from lms.ui.han import in_readers_script


def read_and_confirmed(session: AttendedSession) -> list[str]:
    """The lessons that were read in the session, and what was confirmed."""
    read = [
        int(pk)
        for model in (LessonProgress, LessonReading)
        for pk in model.objects.filter(attended=session).values_list(
            "revision__object_id", flat=True
        )
        if pk
    ]
    pages = Page.objects.filter(pk__in=read).order_by("path")
    confirmed = Acknowledgement.objects.filter(attended=session).order_by("attested_at")
    return [
        *(_("Read: %(title)s") % {"title": in_readers_script(page.title)} for page in pages),
        *(_("Confirmed: %(name)s") % {"name": one.name} for one in confirmed),
    ]
