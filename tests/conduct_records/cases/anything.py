"""Whatever somebody could say in a step, sensible or not."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deductions import Rest
from conduct_records.rules.cases.measures import Ending, Leaving
from conduct_records.rules.cases.procedure import Seat, StepKind
from conduct_records.rules.codebook import Sanction
from tests.factories.cases import MINIMUM_WAGE, deduction

CODES = ("Y01", "R01", "F1", "Z99")
texts = st.sampled_from(["属实。", "属实。", "属实。", " "])
money = st.sampled_from([0, 1, 50_000, 120_000, 120_001])
months = st.sampled_from(["2026-10", "2026-12", "2027-02", "2027-05", "2027-13"])


def services(people: list[str]) -> st.SearchStrategy[said.Service]:
    return st.builds(
        said.Service,
        st.sampled_from(said.ServiceWay),
        st.sampled_from(["", "SF1390001"]),
        st.lists(st.sampled_from(people), max_size=2).map(tuple),
        scan=st.sampled_from(["", "b1f0"]),
    )


def measures(now: datetime) -> st.SearchStrategy[Parts]:
    """Mostly what some rule allows."""
    carried = deduction(amount=150_000, rest_is=Rest.CARRIED_OVER)
    return st.sampled_from(
        [
            Parts(),
            Parts(warning=Sanction.ORAL_WARNING),
            Parts(warning=Sanction.WRITTEN_WARNING),
            Parts(warning=Sanction.WRITTEN_WARNING, deduction=deduction()),
            Parts(deduction=carried),
            Parts(deduction=deduction(minimum=1)),
            Parts(ending=Ending(Leaving.DISMISSAL, now.date())),
            Parts(ending=Ending(Leaving.RETURN_TO_AGENCY, now.date(), "安和人力")),
        ]
    )


def findings(file: CaseFile) -> st.SearchStrategy[tuple[said.Finding, ...]]:
    """One for each charge."""
    each = [st.builds(said.Finding, st.just(rule), st.booleans(), texts) for rule in file.charges]
    return st.tuples(*each)


def content(
    kind: StepKind, file: CaseFile, people: list[str], now: datetime
) -> st.SearchStrategy[Any]:
    """Of a step that has no action of its own."""
    soon = st.sampled_from([now, now + timedelta(days=3), now + timedelta(days=20)])
    who = st.sampled_from(people)
    made: dict[StepKind, st.SearchStrategy[Any]] = {
        StepKind.TALKED: st.builds(said.Talked, texts),
        StepKind.COMMENDED: st.just(said.Commended("主动。", 2, 12)),
        StepKind.INVESTIGATION_OPENED: st.builds(said.InvestigationOpened, who),
        StepKind.APPOINTED: st.builds(said.Appointed, st.sampled_from(Seat), who),
        StepKind.RECUSED: st.just(said.Recused()),
        StepKind.INTERVIEWED: st.just(
            said.Interviewed("罗平", said.InterviewRole.WITNESS, "当时不在岗。")
        ),
        StepKind.CUSTODY_NOTED: st.just(said.CustodyNoted("b1f0", "封存。")),
        StepKind.OVERRIDDEN: st.builds(
            said.Overridden, st.sampled_from(CODES), st.sampled_from(said.UnlawfulAct), texts
        ),
        StepKind.CHARGE_DROPPED: st.builds(said.ChargeDropped, st.sampled_from(CODES), texts),
        StepKind.CLOSED: st.just(said.Closed("无须答辩。")),
        StepKind.WITHDRAWN: st.just(said.Withdrawn("举报有误。")),
        StepKind.NOTICE_SERVED: st.builds(said.NoticeServed, services(people), soon),
        StepKind.HEARING_MOVED: st.builds(said.HearingMoved, soon, texts, st.none() | soon),
        StepKind.STATED: st.builds(said.Stated, texts, st.booleans()),
        StepKind.LAPSED: st.builds(said.Lapsed, soon),
        StepKind.UNION_NOTIFIED: st.just(said.UnionNotified("公司工会", "拟解除。")),
        StepKind.UNION_REPLIED: st.just(said.UnionReplied("无异议。")),
        StepKind.STATUS_CHECKED: st.builds(
            said.StatusChecked,
            st.sampled_from([(), (), (said.Protection.MATERNITY,)]),
        ),
        StepKind.COUNSEL_NOTED: st.just(said.CounselNoted("李律师", "可行。")),
        StepKind.DECISION_SERVED: st.builds(said.DecisionServed, services(people)),
        StepKind.APPEALED: st.just(said.Appealed((said.Ground.FACTS,), "我在岗。")),
        StepKind.APPEAL_DECIDED: st.builds(said.AppealDecided, st.booleans(), texts),
        StepKind.APPEAL_SERVED: st.builds(said.AppealServed, services(people)),
        StepKind.APPEAL_TIME_ENDED: st.just(said.AppealTimeEnded()),
        StepKind.INSTALMENT_TAKEN: st.builds(
            said.InstalmentTaken,
            months,
            st.just(600_000),
            st.just(MINIMUM_WAGE),
            money,
            st.sampled_from([800_000, 800_000, None]),
        ),
        StepKind.REPAID: st.builds(said.Repaid, money, months),
        StepKind.SPENT: st.just(said.Spent()),
        StepKind.OPENED: st.just(said.Opened("b1f0", "violation")),
    }
    return made[kind]
