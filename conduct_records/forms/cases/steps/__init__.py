"""The form of each step that somebody takes at the desk."""

from collections.abc import Mapping

from conduct_records.forms.cases.steps import (
    appealing,
    closing,
    deciding,
    hearing,
    investigating,
    papers,
)
from conduct_records.forms.cases.steps.base import Desk, StepForm
from conduct_records.rules.cases.procedure import StepKind

FORMS: Mapping[StepKind, type[StepForm]] = {
    StepKind.TALKED: closing.TalkedForm,
    StepKind.COMMENDED: closing.CommendedForm,
    StepKind.INVESTIGATION_OPENED: investigating.InvestigationOpenedForm,
    StepKind.APPOINTED: investigating.AppointedForm,
    StepKind.RECUSED: investigating.RecusedForm,
    StepKind.INTERVIEWED: investigating.InterviewedForm,
    StepKind.CUSTODY_NOTED: investigating.CustodyNotedForm,
    StepKind.OVERRIDDEN: investigating.OverriddenForm,
    StepKind.CHARGED: investigating.ChargedForm,
    StepKind.CHARGE_DROPPED: investigating.ChargeDroppedForm,
    StepKind.CLOSED: closing.ClosedForm,
    StepKind.WITHDRAWN: closing.WithdrawnForm,
    StepKind.NOTICE_ISSUED: papers.NoticeIssuedForm,
    StepKind.NOTICE_SERVED: papers.ServiceForm,
    StepKind.HEARING_MOVED: papers.HearingMovedForm,
    StepKind.STATED: hearing.StatedForm,
    StepKind.UNION_NOTIFIED: hearing.UnionNotifiedForm,
    StepKind.UNION_REPLIED: hearing.UnionRepliedForm,
    StepKind.STATUS_CHECKED: hearing.StatusCheckedForm,
    StepKind.COUNSEL_NOTED: hearing.CounselNotedForm,
    StepKind.DECIDED: deciding.DecidedForm,
    StepKind.DECISION_SERVED: papers.ServiceForm,
    StepKind.APPEALED: appealing.AppealedForm,
    StepKind.APPEAL_DECIDED: appealing.AppealDecidedForm,
    StepKind.APPEAL_SERVED: papers.ServiceForm,
    StepKind.INSTALMENT_TAKEN: appealing.InstalmentTakenForm,
    StepKind.REPAID: appealing.RepaidForm,
}

__all__ = ["FORMS", "Desk", "StepForm"]
