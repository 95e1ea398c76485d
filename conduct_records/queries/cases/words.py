"""What people call states, steps, offices and the parts of a decision."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.rules.cases.deductions import Basis, Rest
from conduct_records.rules.cases.measures import Leaving
from conduct_records.rules.cases.procedure import Office, Seat, State, StepKind
from conduct_records.rules.cases.steps import (
    Ground,
    InterviewRole,
    Protection,
    ServiceWay,
    UnlawfulAct,
)

STATES = {
    State.OPENED: pgettext_lazy("case", "Opened"),
    State.INVESTIGATING: pgettext_lazy("case", "Under investigation"),
    State.CHARGED: pgettext_lazy("case", "Notice to be served"),
    State.NOTIFIED: pgettext_lazy("case", "Waiting for the statement"),
    State.HEARD: pgettext_lazy("case", "To be decided"),
    State.DECIDED: pgettext_lazy("case", "Decision to be served"),
    State.SERVED: pgettext_lazy("case", "Open to appeal"),
    State.APPEALED: pgettext_lazy("case", "Under appeal"),
    State.STANDING: pgettext_lazy("case", "In effect"),
    State.PRAISED: pgettext_lazy("case", "Commended"),
    State.SPENT: pgettext_lazy("case", "Spent"),
    State.OVERTURNED: pgettext_lazy("case", "Overturned"),
    State.NO_CASE: pgettext_lazy("case", "No case to answer"),
    State.WITHDRAWN: pgettext_lazy("case", "Withdrawn"),
    State.TALKED: pgettext_lazy("case", "Settled by a talk"),
}
OFFICES = {
    Office.HR: _("HR"),
    Office.DIRECTOR: _("HR director"),
    Office.INVESTIGATOR: _("Investigator"),
    Office.DECIDER: _("Decider"),
    Office.APPEALS: _("Appeal officer"),
    Office.SUBJECT: _("The person concerned"),
    Office.CALENDAR: _("The calendar"),
    Office.INVOLVED: _("Whoever is involved"),
    Office.NOBODY: _("Nobody"),
}
SEATS = {
    Seat.INVESTIGATOR: OFFICES[Office.INVESTIGATOR],
    Seat.DECIDER: OFFICES[Office.DECIDER],
    Seat.APPEALS: OFFICES[Office.APPEALS],
}
# As the time-line and the ledger name them.
STEPS = {
    StepKind.OPENED: pgettext_lazy("step", "Case opened"),
    StepKind.TALKED: pgettext_lazy("step", "Informal talk"),
    StepKind.COMMENDED: pgettext_lazy("step", "Commendation"),
    StepKind.INVESTIGATION_OPENED: pgettext_lazy("step", "Investigation opened"),
    StepKind.APPOINTED: pgettext_lazy("step", "Appointment"),
    StepKind.RECUSED: pgettext_lazy("step", "Interest declared"),
    StepKind.INTERVIEWED: pgettext_lazy("step", "Interview"),
    StepKind.CUSTODY_NOTED: pgettext_lazy("step", "Custody of evidence"),
    StepKind.OVERRIDDEN: pgettext_lazy("step", "Override of gate 1"),
    StepKind.CHARGED: pgettext_lazy("step", "Charge"),
    StepKind.CHARGE_DROPPED: pgettext_lazy("step", "Charge dropped"),
    StepKind.CLOSED: pgettext_lazy("step", "No case to answer"),
    StepKind.WITHDRAWN: pgettext_lazy("step", "Case withdrawn"),
    StepKind.NOTICE_ISSUED: pgettext_lazy("step", "Notice of allegation issued"),
    StepKind.NOTICE_SERVED: pgettext_lazy("step", "Notice of allegation served"),
    StepKind.HEARING_MOVED: pgettext_lazy("step", "Hearing put off"),
    StepKind.STATED: pgettext_lazy("step", "Statement"),
    StepKind.LAPSED: pgettext_lazy("step", "Time to answer ran out"),
    StepKind.UNION_NOTIFIED: pgettext_lazy("step", "Trade union notified"),
    StepKind.UNION_REPLIED: pgettext_lazy("step", "Reply of the trade union"),
    StepKind.STATUS_CHECKED: pgettext_lazy("step", "Check for protected status"),
    StepKind.COUNSEL_NOTED: pgettext_lazy("step", "Counsel’s note"),
    StepKind.DECIDED: pgettext_lazy("step", "Decision"),
    StepKind.DECISION_SERVED: pgettext_lazy("step", "Decision served"),
    StepKind.APPEALED: pgettext_lazy("step", "Appeal"),
    StepKind.APPEAL_DECIDED: pgettext_lazy("step", "Appeal decided"),
    StepKind.APPEAL_SERVED: pgettext_lazy("step", "Decision on the appeal served"),
    StepKind.APPEAL_TIME_ENDED: pgettext_lazy("step", "Time to appeal ended"),
    StepKind.INSTALMENT_TAKEN: pgettext_lazy("step", "Part of the deduction"),
    StepKind.REPAID: pgettext_lazy("step", "Paid back"),
    StepKind.SPENT: pgettext_lazy("step", "Spent"),
}
ACTS = {
    UnlawfulAct.THEFT: _("Theft"),
    UnlawfulAct.VIOLENCE: _("Violence"),
    UnlawfulAct.BRIBERY: _("Bribery"),
}
PROTECTIONS = {
    Protection.OCCUPATIONAL_HAZARD: _("Exposed to occupational disease, not examined yet"),
    Protection.WORK_INJURY: _("Work injury or occupational disease"),
    Protection.MEDICAL_TREATMENT: _("Within the time for medical treatment"),
    Protection.MATERNITY: _("Pregnancy, birth or nursing"),
    Protection.NEAR_RETIREMENT: _("15 years here and less than 5 to retirement"),
}
LEAVING = {
    Leaving.DISMISSAL: _("Dismissal"),
    Leaving.RETURN_TO_AGENCY: _("Return to the agency"),
}
BASES = {
    Basis.VARIABLE_PAY: _("Published scheme of variable pay"),
    Basis.CONTRACT_AND_LOSS: _("Clause of the contract and proven loss"),
}
RESTS = {
    Rest.CARRIED_OVER: pgettext_lazy("rest", "carried over to later months"),
    Rest.WAIVED: pgettext_lazy("rest", "waived"),
}
SERVICE_WAYS = {
    ServiceWay.SIGNED: pgettext_lazy("service", "Signed by the person"),
    ServiceWay.REFUSED: pgettext_lazy("service", "Refused to sign, two witnesses"),
    ServiceWay.COURIER: pgettext_lazy("service", "By courier"),
    ServiceWay.EMAIL: pgettext_lazy("service", "By e-mail"),
}
INTERVIEW_ROLES = {
    InterviewRole.WITNESS: pgettext_lazy("interview", "Witness"),
    InterviewRole.SUBJECT: OFFICES[Office.SUBJECT],
    InterviewRole.REPORTER: pgettext_lazy("interview", "Who reported it"),
    InterviewRole.OTHER: pgettext_lazy("interview", "Somebody else"),
}
GROUNDS = {
    Ground.FACTS: pgettext_lazy("appeal", "The facts are others"),
    Ground.RULE: pgettext_lazy("appeal", "The rule does not fit"),
    Ground.PROCEDURE: pgettext_lazy("appeal", "The procedure was not kept"),
    Ground.SEVERITY: pgettext_lazy("appeal", "Too severe"),
    Ground.NEW_EVIDENCE: pgettext_lazy("appeal", "New evidence"),
}
