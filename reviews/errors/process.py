"""What can go wrong on the way of a review."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lms.people.errors import NotAllowed
from reviews.errors.base import ReviewError


class StepIsFixed(ReviewError):
    message = _("A step of a review is never changed; take the next one.")


class ResultIsFixed(ReviewError):
    message = _("A result is never changed; what alters it adds another version.")


class ReviewMovedOn(ReviewError):
    message = _(
        "The review has moved on meanwhile. What you typed still stands here: look at what is new, "
        "then send it once more."
    )


class NoPlaceForIt(ReviewError):
    message = _("This cannot be done at this stage of the review.")


class FormBelongsToAnother(ReviewError):
    message = _("This form was sent for something else already. Open the page anew.")


class ResultAltered(ReviewError):
    message = _("This result and the ledger do not agree. Nothing is printed; tell the auditors.")


class OwnRating(ReviewError):
    message = _("You rated this person yourself. Calibration is a second look, by somebody else.")


class ScoreHasMoved(ReviewError):
    message = _(
        "The score has changed since it was shown: there is new evidence. Look at it once more, "
        "then freeze it."
    )


class CycleIsThere(ReviewError):
    message = _("There is such a cycle already: of this kind, for this unit, period and posts.")


class CycleHasEnded(ReviewError):
    message = _("The cycle has ended: no more reviews are opened in it.")


class NobodyToReview(ReviewError):
    message = _("The cycle would be about nobody. Choose other units, posts or days.")


class CannotRate(ReviewError):
    """`name` of whoever was named."""

    field = "manager"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.message = _t(
            "%(name)s cannot rate this person: it takes a role that rates in their unit, and "
            "nobody rates themselves or somebody above them."
        ) % {"name": name}


class RatesAlready(ReviewError):
    message = _("This manager is named already.")
    field = "manager"


class NoData(ReviewError):
    message = _("Nothing of the scorecard has data, so there is no result to freeze.")


class ReasonTooShort(ReviewError):
    message = _("Say why, in a sentence: ten characters or more.")
    field = "reason"


class GradeUnknown(ReviewError):
    message = _("The scorecard of this review has no such grade.")
    field = "grade"


class GradeUnchanged(ReviewError):
    message = _("The result stands at this grade already.")
    field = "grade"


class GradeCapped(ReviewError):
    """`most` is the best grade that is open."""

    field = "grade"

    def __init__(self, most: str) -> None:
        super().__init__()
        self.message = _(
            "A red line is live, so the result can be “%(grade)s” at most. No move lifts it."
        ) % {"grade": most}


class DraftTooLong(ReviewError):
    message = _("This is too long to be kept. Shorten it; nothing of it is lost here.")


class DraftWrittenElsewhere(ReviewError):
    """`values` and `revision` are what stands."""

    message = _("Something newer was saved meanwhile, perhaps on another device.")

    def __init__(self, values: dict[str, str], revision: int) -> None:
        super().__init__()
        self.values, self.revision = values, revision


class RatingIncomplete(ReviewError):
    message = _("Rate every question from 1 to 5, each with an example of at least 5 characters.")


class RatingOfNothingAsked(ReviewError):
    message = _("This rates something that the scorecard does not ask. Open the page anew.")


class TextMissing(ReviewError):
    message = _("Write a few words to the person.")
    field = "text"


class TalkRefused(ReviewError):
    """`message` says what is wrong, `field` where."""

    def __init__(self, message: str | Promise, field: str) -> None:
        super().__init__()
        self.message, self.field = message, field


class UnknownCourse(ReviewError):
    message = _("This course is not published any more. Choose another one.")
    field = "courses"


class UnknownPost(ReviewError):
    message = _("Choose a post other than the present one.")
    field = "post"


class HadAPart(NotAllowed):
    message = _(
        "Somebody who had no part in the result decides on the appeal: nobody who rated, "
        "calibrated or froze it, or held the talk."
    )


class ReasonsMissing(ReviewError):
    message = _("Give the reasons: the person reads them.")
    field = "reasons"


class NothingUpheld(ReviewError):
    message = _(
        "An appeal that is upheld changes something: leave out at least one item, or give another "
        "grade. Else dismiss it."
    )
    field = "upheld"


class NothingToChange(ReviewError):
    message = _("An appeal that is dismissed changes nothing. Leave items and grade as they are.")
    field = "upheld"


class ItemNotInTrace(ReviewError):
    message = _("Something you chose is not part of this result. Open the page anew.")
    field = "struck"


class GradeNotOpen(ReviewError):
    """`message` says why."""

    field = "grade"

    def __init__(self, message: str | Promise) -> None:
        super().__init__()
        self.message = message


class TotalWouldFall(ReviewError):
    message = _("Without these items the total would be lower. Nobody falls by their own appeal.")
    field = "struck"


class NothingLeft(ReviewError):
    message = _("Without these items nothing is left to work out a result from.")
    field = "struck"
