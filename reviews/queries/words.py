"""What stages, steps, components and measures are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.rules.procedure import Office, State, StepKind
from reviews.rules.scorecard import Component, Measure, Missing

Words = str | Promise

STATES: Mapping[State, Words] = {
    State.SELF_ASSESSMENT: _("Self-assessment"),
    State.RATING: _("Manager’s rating"),
    State.CALIBRATION: _("Calibration"),
    State.TALK: _("Talk"),
    State.SIGN_OFF: pgettext_lazy("review", "Signature"),
    State.APPEAL_TIME: _("Time to appeal"),
    State.APPEALED: _("Appeal"),
    State.CLOSED: pgettext_lazy("review", "Closed"),
    State.WITHDRAWN: pgettext_lazy("review", "Withdrawn"),
}
OFFICES: Mapping[Office, Words] = {
    Office.SUBJECT: _("the employee"),
    Office.MANAGER: _("the manager"),
    Office.HR: _("HR"),
    Office.APPEALS: _("somebody who had no part in it"),
    Office.CALENDAR: _("the calendar"),
    Office.NOBODY: _("nobody"),
}
STEPS: Mapping[StepKind, Words] = {
    StepKind.SELF_ASSESSED: _("Self-assessment handed in"),
    StepKind.SELF_LAPSED: _("Went on without a self-assessment"),
    StepKind.RATED: _("Rated by the manager"),
    StepKind.SENT_BACK: _("Rating sent back"),
    StepKind.MOVED: _("Moved to another grade"),
    StepKind.FROZEN: _("Result of the review frozen"),
    StepKind.TALKED: _("Talk held"),
    StepKind.SIGNED: _("Review signed"),
    StepKind.SIGN_LAPSED: _("Time to sign over"),
    StepKind.APPEALED: _("Appeal against the result"),
    StepKind.APPEAL_LAPSED: _("Time to appeal against the result over"),
    StepKind.APPEAL_DECIDED: _("Appeal against the result decided"),
    StepKind.MANAGER_CHANGED: _("Another manager named"),
    StepKind.WITHDRAWN: _("Review withdrawn"),
    StepKind.RECOMPUTED: _("Result computed anew after a conduct appeal"),
}
COMPONENTS: Mapping[Component, Words] = {
    Component.TRAINING: _("Training"),
    Component.EXAMINATIONS: _("Examinations"),
    Component.OBSERVATION: _("Practical observation"),
    Component.CONDUCT: pgettext_lazy("component", "Conduct"),
    Component.SERVICE: _("Service figures"),
    Component.MANAGER: _("Manager’s rating"),
    Component.PEERS: _("Peers"),
    Component.GOALS: _("Goals"),
}
MEASURES: Mapping[Measure, Words] = {
    Measure.COURSES_ON_TIME: _("Courses finished in time"),
    Measure.EXAMINATION_RESULTS: _("Examination results"),
    Measure.POINTS_OBSERVED: _("Points of the observation sheet"),
    Measure.CONDUCT_RECORD: _("Conduct record"),
    Measure.CLOSURE: _("Complaint-closure rate"),
    Measure.SATISFACTION: _("Satisfaction"),
    Measure.CALL_BACK: _("Call-back rate"),
    Measure.CALL_BACK_MAJOR: _("Call-back rate, major complaints"),
    Measure.WITHIN_LIMITS: _("Time limits kept"),
    Measure.MANAGERS_RATING: _("Manager’s rating"),
    Measure.PEERS_RATING: _("What peers say"),
    Measure.GOALS_REACHED: _("Goals reached"),
}
MISSING: Mapping[Missing, Words] = {
    Missing.DROP: _("without data it is left out, and the others weigh more"),
    Missing.NEUTRAL: _("without data it counts as neutral"),
    Missing.FAIL: _("without data it counts as 0"),
}
