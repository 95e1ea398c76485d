"""What can go wrong with service figures."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.errors.base import ReviewError


class FigureIsFixed(ReviewError):
    message = _("A service figure is never changed. Withdraw its import and send the file anew.")


class FiguresRefused(ReviewError):
    """The file as a whole: what is wrong stands in the message."""

    field = "file"

    def __init__(self, message: str | Promise) -> None:
        super().__init__()
        self.message = message


class FiguresHaveRefusals(ReviewError):
    message = _("Some rows are refused. Correct the file and send it again.")


class FiguresChanged(ReviewError):
    message = _(
        "Something has changed since the check, so nothing was written. Send the file again."
    )


class FiguresConfirmed(ReviewError):
    message = _("These figures were confirmed already.")


class FiguresGone(ReviewError):
    message = _("The file is no longer kept. Send it again.")


class FiguresNotLive(ReviewError):
    message = _("Only figures that count can be withdrawn.")
