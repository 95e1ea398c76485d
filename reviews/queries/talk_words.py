"""What is wrong with a talk, and why something is proposed, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reviews.queries.words import COMPONENTS, Words
from reviews.rules.proposals import Proposal, TalkFaultKind, Why
from reviews.rules.scorecard import Component

# Each with the field of the form where it is to be mended.
TALK_FAULTS: Mapping[TalkFaultKind, tuple[Words, str]] = {
    TalkFaultKind.IN_FUTURE: (_("A talk is recorded once it was held."), "held_on"),
    TalkFaultKind.BEFORE_RESULT: (
        _("The talk is about the result: it cannot have been before the result was frozen."),
        "held_on",
    ),
    TalkFaultKind.NO_TEXT: (_("Write down what you talked about."), "text"),
    TalkFaultKind.NOTHING_AGREED: (
        _("After this grade, agree on training or another post, and when to look once more."),
        "courses",
    ),
    TalkFaultKind.NOTHING_MEANT: (
        _("Say which training or which post, or write it down in words."),
        "courses",
    ),
    TalkFaultKind.REASSESSED_EARLY: (
        _("The day to look once more lies ahead: take a later one."),
        "reassess_on",
    ),
    TalkFaultKind.REASSESSED_LATE: (
        _("Look once more within a year."),
        "reassess_on",
    ),
    TalkFaultKind.NO_DUE_DAY: (_("Say by when the course is to be finished."), "due_on"),
    TalkFaultKind.DUE_EARLY: (_("This day is over. Take a later one."), "due_on"),
    TalkFaultKind.DUE_AFTER_REASSESSMENT: (
        _("The course is to be finished before you look once more."),
        "due_on",
    ),
}
WHY: Mapping[Why, Words] = {
    Why.UNFINISHED: _("begun or due, not finished"),
    Why.EXAMINATION: _("its examination went badly"),
    Why.RULE: _("it teaches a rule of the conduct record"),
    Why.NEW: _("new to them"),
}


def proposal_words(title: str, proposal: Proposal) -> str:
    """A course with what speaks for it."""
    assert proposal.why is not None
    return gettext("%(course)s (%(component)s: %(why)s)") % {
        "course": title,
        "component": COMPONENTS[Component(proposal.component)],
        "why": WHY[proposal.why],
    }
