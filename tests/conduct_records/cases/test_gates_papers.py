"""Gate 10: how it is shown that a paper was served, for each of the three papers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.models import Case
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.step_content import content_of
from conduct_records.rules.cases.steps import Service, ServiceWay
from lms.people.models import Employee
from tests.conduct_records.cases.refusals import later, shut_by
from tests.factories.cases import CaseWorld, case_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture(params=["allegation", "decision", "appeal"])
def waits(request: pytest.FixtureRequest, world: CaseWorld) -> Case:
    """A case whose paper of this kind waits to be served."""
    ways = {"allegation": world.charged, "decision": world.decided, "appeal": world.overturned}
    case: Case = ways[request.param]()
    return case


@pytest.mark.parametrize(
    ("service", "why"),
    [
        (Service(ServiceWay.SIGNED), Why.NOT_SIGNED),
        (Service(ServiceWay.SIGNED, signature="M0 0L9 9"), Why.NOT_SIGNED),
        (Service(ServiceWay.REFUSED), Why.WITNESSES),
        (Service(ServiceWay.REFUSED, witnesses=("a",)), Why.WITNESSES),
        (Service(ServiceWay.REFUSED, witnesses=("a", "a")), Why.WITNESSES),
        (Service(ServiceWay.REFUSED, witnesses=("a", " ")), Why.WITNESSES),
        (Service(ServiceWay.COURIER), Why.NO_NUMBER),
        (Service(ServiceWay.EMAIL, detail="  "), Why.NO_NUMBER),
    ],
)
def test_what_proves_nothing_serves_nothing(
    world: CaseWorld, waits: Case, service: Service, why: Why
) -> None:
    with shut_by(Gate.EVIDENCE, why):
        serve_paper(actor=world.hr, case=waits, service=service)


def test_the_person_is_no_witness_to_their_own_refusal(world: CaseWorld, waits: Case) -> None:
    witnesses = (world.subject.token, world.reporter.token)
    with shut_by(Gate.EVIDENCE, Why.WITNESSES):
        serve_paper(actor=world.hr, case=waits, service=Service(ServiceWay.REFUSED, "", witnesses))


@pytest.mark.parametrize(
    "service",
    [
        Service(ServiceWay.SIGNED, scan="b1f0"),
        Service(ServiceWay.REFUSED, witnesses=("a", "b")),
        Service(ServiceWay.COURIER, "SF1390001"),
        Service(ServiceWay.EMAIL, "gao@example.cn"),
    ],
)
def test_each_proof_serves_it_and_is_kept(world: CaseWorld, waits: Case, service: Service) -> None:
    step = serve_paper(actor=world.hr, case=waits, service=service)
    assert content_of(step.kind, step.data).service == service


def test_the_person_signs_by_themselves_or_on_a_supervisors_device(
    world: CaseWorld, waits: Case
) -> None:
    attended = Service(ServiceWay.SIGNED, signature="M0 0L9 9", attended_by=world.reporter.token)
    serve_paper(actor=world.subject, case=waits, service=attended)
    assert Case.objects.get().state in (State.NOTIFIED, State.SERVED, State.OVERTURNED)


def test_nobody_else_signs_for_it(world: CaseWorld, waits: Case) -> None:
    with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
        serve_paper(
            actor=world.reporter, case=waits, service=Service(ServiceWay.SIGNED, scan="b1f0")
        )


def test_a_paper_is_served_once(world: CaseWorld) -> None:
    case = world.overturned()
    service = Service(ServiceWay.SIGNED)
    serve_paper(actor=world.subject, case=case, service=service)
    with shut_by(Gate.ORDER, Why.NOTHING_TO_SERVE):
        serve_paper(actor=world.subject, case=case, service=service)
    with shut_by(Gate.ORDER, Why.NOT_NOW):
        world.step(case, world.subject, said.DecisionServed(service))


def test_where_nobody_appealed_there_is_no_decision_to_serve(world: CaseWorld) -> None:
    case = world.served()
    with later(days=31):
        keep_cases(actor=Employee.objects.system())
        with shut_by(Gate.ORDER, Why.NOTHING_TO_SERVE):
            world.step(case, world.subject, said.AppealServed(Service(ServiceWay.SIGNED)))


def test_hr_records_what_was_said_in_a_hearing_or_handed_in_on_paper(world: CaseWorld) -> None:
    case = world.notified()
    with shut_by(Gate.EVIDENCE, Why.NOT_SIGNED):
        world.step(case, world.hr, said.Stated("他说当时在岗。"))
    world.step(case, world.hr, said.Stated("当时在岗。", scan="b1f0"))
    world.step(world.notified(), world.hr, said.Stated("当时在岗。", held=True))


def test_what_hr_alone_served_is_noted_within_days(world: CaseWorld) -> None:
    case = world.charged()
    by_post = said.Service(said.ServiceWay.COURIER, "SF1002003004")
    with later(days=20):
        long_ago = timezone.now() - timedelta(days=10)
        with shut_by(Gate.EVIDENCE, Why.NOTED_LATE):
            serve_paper(actor=world.hr, case=case, service=by_post, at=long_ago)
        serve_paper(
            actor=world.hr, case=case, service=by_post, at=timezone.now() - timedelta(days=2)
        )
