"""What can go wrong with goals and peers."""

from django.utils.translation import gettext_lazy as _

from reviews.errors.base import ReviewError


class GoalNoteIsFixed(ReviewError):
    message = _("A note on progress is never changed; add the next one.")


class PeerAnswerIsFixed(ReviewError):
    message = _("What a peer said is never changed.")


class NotedAfterTheRating(ReviewError):
    field = "on_day"
    message = _("Your manager has rated that period. Tell them: they can note it still.")


class PersonHasLeft(ReviewError):
    message = _("This person has left; nothing is set or noted for them any more.")


class GoalIsWithdrawn(ReviewError):
    message = _("This goal was withdrawn.")


class GoalDueBeforeItBegins(ReviewError):
    message = _("The goal is due before it begins.")
    field = "due_on"


class GoalDueInThePast(ReviewError):
    message = _("A goal lies ahead: let it be due today or later.")
    field = "due_on"


class NotAPercentage(ReviewError):
    message = _("Give 0 to 100 percent.")
    field = "percent"


class NotedAhead(ReviewError):
    message = _("What is noted has happened already: take today or an earlier day.")
    field = "on_day"


class NotedBeforeTheGoal(ReviewError):
    message = _("On that day the goal had not begun yet.")
    field = "on_day"


class ReasonMissing(ReviewError):
    message = _("Say why.")
    field = "because"


class PeersAreClosed(ReviewError):
    message = _("Peers are asked, and answer, until the manager has rated. That is over.")


class NoPeerQuestions(ReviewError):
    message = _("The scorecard of this review has no questions for peers.")


class NotAPeer(ReviewError):
    message = _("Somebody you chose does not work with this person any more. Choose anew.")
    field = "peers"


class TooFewPeers(ReviewError):
    message = _(
        "Ask more: of fewer answers than the scorecard wants nothing counts, and nothing is shown."
    )
    field = "peers"


class AnsweredAlready(ReviewError):
    message = _("You have answered already. What a peer said is never changed.")


class AnswerIncomplete(ReviewError):
    message = _("Rate each question.")
