"""What can go wrong with scorecards."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from reviews.errors.base import ReviewError


class ScorecardIsFixed(ReviewError):
    message = _("An adopted scorecard is never changed; write its next version.")


class NoScorecard(ReviewError):
    message = _("No scorecard was adopted for these posts.")


class ScorecardDraftUnderWay(ReviewError):
    message = _("The next version is being written already. Go on with it.")


class NoScorecardDraft(ReviewError):
    message = _("There is no draft any more: it was adopted or thrown away.")


class ScorecardDraftChanged(ReviewError):
    message = _(
        "Somebody saved the draft meanwhile. What you typed still stands here: compare it with the "
        "draft as it is now, then save once more."
    )


class ScorecardHasFaults(ReviewError):
    """`reasons` has a sentence for each."""

    message = _("The scorecard cannot be adopted yet.")

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__()
        self.reasons = list(reasons)

    def __str__(self) -> str:
        return " ".join([str(self.message), *self.reasons])
