"""What people call what is counted of cases."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.rules.cases.tallies import Count, Outcome, Stage

OUTCOMES = {
    Outcome.UNDER_WAY: pgettext_lazy("cases", "Under way"),
    Outcome.STANDS: pgettext_lazy("cases", "Decided, stands"),
    Outcome.TALKED: pgettext_lazy("cases", "Settled by a talk"),
    Outcome.NO_CASE: pgettext_lazy("cases", "No case to answer"),
    Outcome.WITHDRAWN: pgettext_lazy("cases", "Withdrawn"),
    Outcome.OVERTURNED: pgettext_lazy("cases", "Overturned"),
}
STAGES = {
    Stage.NOTICE: _("Opened → notice served"),
    Stage.HEARING: _("Notice served → heard"),
    Stage.DECISION: _("Heard → decided"),
    Stage.SERVICE: _("Decided → served"),
    Stage.APPEAL: _("Appealed → appeal decided"),
}
COUNTS = {
    Count.CASES: pgettext_lazy("count", "Cases"),
    Count.DECIDED: pgettext_lazy("count", "Decided"),
    Count.SERVED: pgettext_lazy("count", "Decisions served"),
    Count.APPEALED: pgettext_lazy("count", "Appealed"),
    Count.APPEAL_DECIDED: pgettext_lazy("count", "Appeals decided"),
    Count.OVERTURNED: pgettext_lazy("count", "Overturned"),
    Count.TRAINED: pgettext_lazy("count", "Training ordered"),
    Count.REPEATED: pgettext_lazy("count", "Repeated after training"),
    Count.COMMENDATIONS: pgettext_lazy("count", "Commendations"),
}
