"""What the desk calls what there is to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import Office, Seat, State, StepKind
from conduct_records.rules.cases.turns import turn_of

# As the button to a step's form says it.
TO_DO: dict[StepKind, str | Promise] = {
    StepKind.TALKED: _("Record an informal talk"),
    StepKind.COMMENDED: pgettext_lazy("verb", "Commend"),
    StepKind.INVESTIGATION_OPENED: _("Appoint an investigator"),
    StepKind.APPOINTED: _("Appoint somebody"),
    StepKind.RECUSED: _("Declare an interest"),
    StepKind.INTERVIEWED: _("Record an interview"),
    StepKind.CUSTODY_NOTED: _("Note custody of evidence"),
    StepKind.OVERRIDDEN: _("Let a charge through gate 1"),
    StepKind.CHARGED: _("Charge under a rule"),
    StepKind.CHARGE_DROPPED: _("Drop a charge"),
    StepKind.CLOSED: _("Close: no case to answer"),
    StepKind.WITHDRAWN: _("Withdraw the case"),
    StepKind.NOTICE_ISSUED: _("Issue the notice of allegation"),
    StepKind.NOTICE_SERVED: _("Note service of the notice"),
    StepKind.HEARING_MOVED: _("Put the hearing off"),
    StepKind.STATED: _("Record the statement"),
    StepKind.UNION_NOTIFIED: _("Notify the trade union"),
    StepKind.UNION_REPLIED: _("Record the union’s reply"),
    StepKind.STATUS_CHECKED: _("Check for protected status"),
    StepKind.COUNSEL_NOTED: _("Record counsel’s note"),
    StepKind.DECIDED: pgettext_lazy("verb", "Decide"),
    StepKind.DECISION_SERVED: _("Note service of the decision"),
    StepKind.APPEALED: _("Enter an appeal on paper"),
    StepKind.APPEAL_DECIDED: _("Decide the appeal"),
    StepKind.APPEAL_SERVED: _("Note service of the appeal decision"),
    StepKind.INSTALMENT_TAKEN: _("Note a part of the deduction"),
    StepKind.REPAID: _("Note what was paid back"),
}
# What the state waits for, where whoever's turn it is has their seat.
AIMS: dict[State, str | Promise] = {
    State.OPENED: _("Decide how to take it up"),
    State.INVESTIGATING: _("Clear up what happened"),
    State.CHARGED: _("Serve the notice on %(name)s"),
    State.NOTIFIED: _("Hear %(name)s"),
    State.HEARD: _("Decide, with reasons"),
    State.DECIDED: _("Serve the decision on %(name)s"),
    State.SERVED: _("Wait whether %(name)s appeals"),
    State.APPEALED: _("Decide the appeal"),
    State.STANDING: _("Nothing to decide: it counts until it is spent"),
    State.PRAISED: _("Nothing to do: it counts until it is spent"),
    State.SPENT: _("Nothing to do: it is spent"),
    State.OVERTURNED: _("The decision is overturned"),
    State.NO_CASE: _("Nothing to do: no case to answer"),
    State.WITHDRAWN: _("Nothing to do: withdrawn"),
    State.TALKED: _("Nothing to do: settled by a talk"),
}
TO_FILL: dict[State, str | Promise] = {
    State.INVESTIGATING: _("Appoint an investigator"),
    State.HEARD: _("Appoint who decides"),
    State.APPEALED: _("Appoint who decides the appeal"),
}
SEAT_FOR = {
    State.INVESTIGATING: Seat.INVESTIGATOR,
    State.HEARD: Seat.DECIDER,
    State.APPEALED: Seat.APPEALS,
}


def is_seat_missing(file: CaseFile) -> bool:
    """Whether the case waits for somebody to be appointed."""
    return turn_of(file) == Office.HR and file.state in SEAT_FOR


def aim_of(file: CaseFile, name: str) -> str:
    words = TO_FILL[file.state] if is_seat_missing(file) else AIMS[file.state]
    return str(words) % {"name": name} if "%(" in str(words) else str(words)
