"""Answers that came late, as their learner sees them."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from assessments.enums import Lateness, LatePolicy
from assessments.models import Response, Sitting
from assessments.queries import PaperItem, late_responses
from assessments.queries.shown import visible_in


@dataclass(frozen=True)
class LateAnswer:
    """One answer that came late. `says` is the answer in words, as far as it may be seen."""

    response: Response
    item: PaperItem
    late_by: timedelta
    says: tuple[str, ...]
    waits: bool

    @property
    def is_after_deadline(self) -> bool:
        """Else the learner had closed the question or handed in before."""
        return self.response.lateness == Lateness.DEADLINE

    @property
    def counts(self) -> bool:
        decision = getattr(self.response, "decision", None)
        return self.response.counts or (decision is not None and decision.is_allowed)

    @property
    def how_late(self) -> str:
        minutes, seconds = divmod(max(1, int(self.late_by.total_seconds())), 60)
        if minutes >= 60:
            hours = {"hours": minutes // 60, "minutes": minutes % 60}
            return _("%(hours)d h %(minutes)d min") % hours
        if minutes:
            return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": seconds}
        return _("%(seconds)d s") % {"seconds": seconds}


def late_answers(sitting: Sitting) -> list[LateAnswer]:
    """In the order of the paper and of arrival; one query."""
    return [_late(sitting, response) for response in late_responses(sitting)]


def _late(sitting: Sitting, response: Response) -> LateAnswer:
    item = PaperItem(response.item, response)
    by_marker = sitting.late_policy == LatePolicy.MARKER
    return LateAnswer(
        response,
        item,
        late_by=response.saved_at - sitting.deadline,
        says=_words(item) if visible_in(sitting, item).answers else (),
        waits=by_marker and not response.counts and not hasattr(response, "decision"),
    )


def _words(item: PaperItem) -> tuple[str, ...]:
    lines = item.lines
    return tuple(
        line.text if line.is_option else line.given
        for line in lines
        if line.is_chosen or line.given
    )
