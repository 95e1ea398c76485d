from django.utils.translation import ngettext

from assessments.models import SittingItem
from lms.people.models import AttendedSession


def answers_given(session: AttendedSession) -> list[str]:
    """How many questions of which quiz were answered in the session."""
    titles = SittingItem.objects.filter(responses__attended=session).values_list(
        "pk", "sitting__quiz__title"
    )
    answered: dict[str, int] = {}
    for __, title in set(titles):
        answered[title] = answered.get(title, 0) + 1
    return [
        ngettext(
            "“%(title)s”: %(count)d question answered",
            "“%(title)s”: %(count)d questions answered",
            count,
        )
        % {"title": title, "count": count}
        for title, count in answered.items()
    ]
