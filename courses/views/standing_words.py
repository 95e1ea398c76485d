"""What a cell of the team's table says, and the shape beside it."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.rules.standing import Standing, State

SHAPES = {
    State.OVERDUE: "late",
    State.EXHAUSTED: "warn",
    State.REVOKED: "cross",
    State.EXPIRED: "redo",
    State.UNDER_WAY: "half",
    State.NOT_STARTED: "none",
    State.EXPIRING: "clock",
    State.COMPLETED: "done",
}

WORDS = {
    State.EXHAUSTED: _("Attempts used up"),
    State.REVOKED: _("Certificate revoked"),
    State.EXPIRED: _("Certificate expired"),
    State.UNDER_WAY: _("Under way %(read)d/%(total)d"),
    State.NOT_STARTED: _("Not started"),
    State.COMPLETED: _("Completed"),
    State.NOT_ENROLLED: _("Not enrolled"),
}


def in_words(standing: Standing) -> str:
    """The state in a few words, with the figure that goes with it."""
    figures = {"days": standing.days, "read": standing.read, "total": standing.total}
    words = _text(standing.state, standing.days) % figures
    if standing.is_suspended:
        more = gettext("suspended: a question is being checked")
    elif standing.is_waiting:
        more = gettext("waits for marking")
    else:
        return words
    return f"{words} · {more}"


def _text(state: State, days: int) -> str:
    if state is State.OVERDUE:
        return ngettext("Overdue %(days)d day", "Overdue %(days)d days", days)
    if state is State.EXPIRING:
        return ngettext("Expires in %(days)d day", "Expires in %(days)d days", days)
    return str(WORDS[state])
