"""Gates 0 and 1: the order of steps; nobody is charged under a rule that was not made known."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.sign_codebook import sign_codebook
from conduct_records.models import Case, CaseStep, CodebookVersion
from conduct_records.queries.signing import place_of
from conduct_records.queries.statement import statement_of
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.procedure import Seat, State
from conduct_records.rules.codebook import Line, Sanction, Text
from lms.ledger.models import Entry
from lms.people.models import Employee
from lms.people.rules.attestation import PAPER, Proof, text_hash
from tests.conduct_records.cases.refusals import details, later, shut_by
from tests.factories.cases import HIRED, CaseWorld, case_world
from tests.factories.conduct_records import adopted_version, make_codebook, make_rule, signature_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
TO_DISMISSAL = (Sanction.WRITTEN_WARNING, Sanction.DISMISSAL)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def unsigned(world: CaseWorld) -> Case:
    """An investigation about somebody who never signed the codebook."""
    return investigation(world, EmployeeFactory.create(unit=world.site, hired_on=HIRED))


def investigation(world: CaseWorld, subject: Employee) -> Case:
    return world.investigating(world.opened(world.incident(person=subject), subject))


def charge(world: CaseWorld, case: Case, code: str = "Y01") -> CaseStep:
    return charge_rule(actor=world.investigator, case=case, code=code, facts="值班时睡岗。")


# Known before it happened ------------------------------------------------------------------------


def test_a_rule_signed_before_is_charged_with_its_signature(world: CaseWorld) -> None:
    case = world.investigating()
    charge(world, case)
    charged = world.file(case).charges["Y01"]
    assert charged.signature == world.subject.codebook_signatures.get().case
    assert (charged.version, charged.line) == (1, Line.YELLOW)
    assert Why.ACKNOWLEDGED in details(Gate.RULE_KNOWN, case)


def test_without_a_version_in_force_then_nothing_is_charged(world: CaseWorld) -> None:
    before = timezone.now() - timedelta(days=1)
    case = world.investigating(world.opened(world.incident(happened_at=before)))
    with shut_by(Gate.RULE_KNOWN, Why.NO_VERSION):
        charge(world, case)


def test_a_rule_that_the_version_does_not_have_is_not_charged(world: CaseWorld) -> None:
    with shut_by(Gate.RULE_KNOWN, Why.NOT_BOUND):
        charge(world, world.investigating(), "Z99")


def test_a_rule_for_managers_does_not_bind_the_frontline() -> None:
    world = case_world(make_codebook(make_rule("Y01"), make_rule("M01", lists={"manager": 1})))
    with shut_by(Gate.RULE_KNOWN, Why.NOT_BOUND):
        charge(world, world.investigating(), "M01")


def test_who_never_signed_is_not_charged(world: CaseWorld, unsigned: Case) -> None:
    with shut_by(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED):
        charge(world, unsigned)


def test_signing_afterwards_lifts_nothing_for_what_happened_before(
    world: CaseWorld, unsigned: Case
) -> None:
    signature_of(unsigned.subject, adopted_version())
    with shut_by(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED):
        charge(world, unsigned)


def test_signing_lifts_it_for_what_happens_from_then_on(world: CaseWorld, unsigned: Case) -> None:
    with later(days=2):
        signature_of(unsigned.subject, adopted_version())
    with later(days=3):
        charge(world, investigation(world, unsigned.subject))


def test_a_new_version_in_the_same_words_needs_no_new_signature(world: CaseWorld) -> None:
    with later(days=2):
        adopted_version()
    with later(days=3):
        case = world.investigating()
        charge(world, case)
    assert world.file(case).charges["Y01"].version == 2


@pytest.mark.parametrize(
    "changed", [{"points": 4}, {"explanation": Text("另一说法", "Other words")}], ids=str
)
def test_a_rule_that_was_changed_has_to_be_signed_anew(world: CaseWorld, changed: dict) -> None:
    with later(days=2):
        version = adopted_version(make_codebook(make_rule("Y01", **changed)))
    with later(days=3):
        with shut_by(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED):
            charge(world, world.investigating())
        signature_of(world.subject, version)
        charge(world, world.investigating())


# The override ------------------------------------------------------------------------------------


def override(code: str = "R01", reason: str = "监控拍到其拿走住户包裹。") -> said.Overridden:
    return said.Overridden(code, said.UnlawfulAct.THEFT, reason)


def test_the_director_lets_a_grave_charge_through(world: CaseWorld, unsigned: Case) -> None:
    with shut_by(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED):
        charge(world, unsigned, "R01")
    step = world.step(unsigned, world.director, override())
    charge(world, unsigned, "R01")
    assert world.file(unsigned).charges["R01"].signature == ""
    entry = Entry.objects.get(type="case.overridden")
    assert entry.case == step.token
    assert step.data == {"rule": "R01", "act": "theft", "reason": "监控拍到其拿走住户包裹。"}
    assert step.actor == world.director
    assert details(Gate.RULE_KNOWN, unsigned)[Why.OVERRIDDEN] == {"rule": "R01", "act": "theft"}


def test_the_notice_says_that_it_was_let_through(world: CaseWorld, unsigned: Case) -> None:
    world.step(unsigned, world.director, override())
    world.charged(unsigned, "R01")
    (charged,) = unsigned.notices.get().content["charges"]
    assert (charged["override"], charged["signed_at"]) == ("theft", None)


def test_it_reaches_the_one_rule_only(world: CaseWorld, unsigned: Case) -> None:
    world.step(unsigned, world.director, override())
    with shut_by(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED):
        charge(world, unsigned)


def test_nobody_else_overrides(world: CaseWorld, unsigned: Case) -> None:
    for actor in (world.hr, world.other_hr, world.investigator, world.reporter):
        with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
            world.step(unsigned, actor, override())


@pytest.mark.parametrize("code", ["Y01", "F1", "Z99"])
def test_only_a_red_line_or_a_ban_is_let_through(
    world: CaseWorld, unsigned: Case, code: str
) -> None:
    with shut_by(Gate.RULE_KNOWN, Why.NOT_GRAVE):
        world.step(unsigned, world.director, override(code))


def test_a_ban_is_let_through() -> None:
    world = case_world(make_codebook(make_rule("B01", Line.BAN, sanctions=TO_DISMISSAL)))
    case = investigation(world, EmployeeFactory.create(unit=world.site, hired_on=HIRED))
    world.step(case, world.director, override("B01"))
    charge(world, case, "B01")


def test_an_override_without_a_reason_is_none(world: CaseWorld, unsigned: Case) -> None:
    with shut_by(Gate.RULE_KNOWN, Why.NO_REASON):
        world.step(unsigned, world.director, override(reason=" "))


def test_no_override_without_a_version_in_force(world: CaseWorld) -> None:
    before = timezone.now() - timedelta(days=1)
    case = world.investigating(world.opened(world.incident(happened_at=before)))
    with shut_by(Gate.RULE_KNOWN, Why.NOT_GRAVE):
        world.step(case, world.director, override())


# Charges -----------------------------------------------------------------------------------------


def test_one_charge_a_rule_and_dropping_it_lets_it_be_worded_anew(world: CaseWorld) -> None:
    case = world.investigating()
    charge(world, case)
    with shut_by(Gate.RULE_KNOWN, Why.ALREADY_CHARGED):
        charge(world, case)
    world.step(case, world.investigator, said.ChargeDropped("Y01", "措辞有误。"))
    charge(world, case)


def test_what_is_not_charged_is_not_dropped(world: CaseWorld) -> None:
    case = world.investigating()
    with shut_by(Gate.RULE_KNOWN, Why.NOT_CHARGED):
        world.step(case, world.investigator, said.ChargeDropped("Y01", "证据不足。"))


def test_a_notice_needs_a_charge(world: CaseWorld) -> None:
    case = world.investigating()
    with shut_by(Gate.RULE_KNOWN, Why.NOTHING_CHARGED):
        issue_notice(actor=world.hr, case=case)


def test_a_refusal_leaves_nothing_behind(world: CaseWorld, unsigned: Case) -> None:
    before = CaseStep.objects.count(), Entry.objects.count()
    with shut_by(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED):
        charge(world, unsigned)
    assert (CaseStep.objects.count(), Entry.objects.count()) == before


# The order of steps ------------------------------------------------------------------------------


def test_a_step_out_of_order_says_where_it_has_its_place(world: CaseWorld) -> None:
    case = world.opened()
    with shut_by(Gate.ORDER, Why.NOT_NOW):
        charge(world, case)
    with shut_by(Gate.ORDER, Why.NOT_NOW):
        world.decide(case)


def test_a_case_that_ended_takes_no_step(world: CaseWorld) -> None:
    case = world.opened()
    world.step(case, world.hr, said.Withdrawn("举报有误。"))
    for content in (said.Recused(), said.Appointed(Seat.DECIDER, world.other_hr.token)):
        with shut_by(Gate.ORDER, Why.NOT_NOW):
            world.step(case, world.hr, content)
    assert Case.objects.get(pk=case.pk).state == State.WITHDRAWN


def test_a_step_lies_neither_in_the_future_nor_before_the_last(world: CaseWorld) -> None:
    case, now = world.investigating(), timezone.now()
    note = said.CounselNoted("李律师", "可以继续。")
    with shut_by(Gate.ORDER, Why.IN_FUTURE):
        world.step(case, world.hr, note, at=now + timedelta(hours=1))
    with shut_by(Gate.ORDER, Why.BEFORE_LAST_STEP):
        world.step(case, world.hr, note, at=now - timedelta(hours=1))
    with later(days=1):
        world.step(case, world.hr, note, at=now + timedelta(hours=1))


def test_what_went_wrong_is_not_commended_and_what_went_well_not_investigated(
    world: CaseWorld,
) -> None:
    with shut_by(Gate.ORDER, Why.WRONG_KIND):
        world.step(world.opened(), world.hr, said.Commended("好。", 2, 12))
    praise = world.opened(world.incident(kind="commendation"))
    for content in (said.Talked("谈话。"), said.InvestigationOpened(world.investigator.token)):
        with shut_by(Gate.ORDER, Why.WRONG_KIND):
            world.step(praise, world.hr, content)


def signed_on_paper(world: CaseWorld, person: Employee, *, days_ago: int) -> None:
    """Entered now by HR."""
    scan = ContentFile(b"%PDF-1.4", name="signed.pdf")
    day = timezone.now() - timedelta(days=days_ago)
    proof = Proof(PAPER, scan=scan, entered_by=world.hr, attested_at=day)
    version = CodebookVersion.objects.get()
    place = place_of(person)
    assert place is not None
    seen_hash = text_hash(statement_of(version, place))
    sign_codebook(
        actor=world.hr, employee=person, version=version, seen_hash=seen_hash, proof=proof
    )


def test_paper_counts_if_it_was_entered_before_the_incident_was_known(world: CaseWorld) -> None:
    person = EmployeeFactory.create(unit=world.site, hired_on=HIRED)
    with later(days=10):
        happened = timezone.now() - timedelta(days=1)
        incident = world.incident(person=person, happened_at=happened)
        late = world.investigating(world.opened(incident, person))
        signed_on_paper(world, person, days_ago=5)
        with shut_by(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED):
            charge_rule(actor=world.investigator, case=late, code="Y01", facts="不在岗。")
    with later(days=11):
        incident = world.incident(person=person)
        case = world.investigating(world.opened(incident, person))
        charge_rule(actor=world.investigator, case=case, code="Y01", facts="不在岗。")
