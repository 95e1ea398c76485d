"""What the ledger is told of roles and rosters, and who stands behind its tokens."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from lms.ledger.errors import MasterKeyMissing
from lms.ledger.registries import directory
from lms.ledger.rules.envelope import written_time
from lms.people.actions.apply_due_changes import apply_due_changes
from lms.people.actions.check_roster import check_roster
from lms.people.actions.confirm_roster import confirm_roster
from lms.people.actions.end_employment import end_employment
from lms.people.actions.forget_rosters import forget_rosters
from lms.people.actions.grant_role import grant_role
from lms.people.actions.hire_employee import hire_employee
from lms.people.actions.revoke_role import revoke_role
from lms.people.actions.run_roster import run_roster
from lms.people.actions.save_unit import save_unit
from lms.people.enums import Role
from lms.people.errors import NotAllowed, RoleAlreadyHeld, RoleNotInForce
from lms.people.models import Employee, RoleGrant, RosterImport
from tests.factories.people import EmployeeFactory, holder_of
from tests.ledger.reading import check_agreement, said
from tests.people.conftest import World

pytestmark = pytest.mark.django_db

ROLES = ("role.granted", "role.withdrawn")


@pytest.fixture
def person(world: World) -> Employee:
    return EmployeeFactory.create(unit=world.lake, hired_on=date(2026, 9, 1))


def test_a_role_is_granted_and_withdrawn(world: World, person: Employee) -> None:
    director = holder_of(Role.HR_DIRECTOR, world.company)
    before = len(said())
    grant = grant_role(actor=director, employee=person, role=Role.TRAINER, unit=world.lake)
    revoked = revoke_role(actor=world.system, grant=grant)
    granted, withdrawn = said()[before:]
    role = {"role": "trainer", "unit": "湖畔", "unit_code": world.lake.code}
    role |= {"unit_id": world.lake.pk}
    assert (granted.type, granted.actor) == ("role.granted", director.token)
    assert (granted.subject, granted.case) == (person.token, grant.case)
    assert granted.values == role | {"at": written_time(grant.granted_at)}
    assert (withdrawn.type, withdrawn.actor) == ("role.withdrawn", world.system.token)
    assert (withdrawn.subject, withdrawn.case) == (person.token, grant.case)
    assert withdrawn.values == role | {"at": written_time(revoked.revoked_at)}
    check_agreement()


def test_what_is_refused_is_not_recorded(world: World, person: Employee) -> None:
    grant = grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    manager = holder_of(Role.SITE_MANAGER, world.lake)
    before = said()
    with pytest.raises(RoleAlreadyHeld):
        grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    with pytest.raises(NotAllowed):
        revoke_role(actor=manager, grant=grant)
    assert said() == before
    revoke_role(actor=world.system, grant=grant)
    before = said()
    with pytest.raises(RoleNotInForce):
        revoke_role(actor=world.system, grant=grant)
    assert said() == before


def test_what_cannot_be_recorded_does_not_happen(
    world: World, person: Employee, settings, tmp_path
) -> None:
    settings.LEDGER_MASTER_KEY, settings.LEDGER_KEYS_DIR = "", tmp_path
    with pytest.raises(MasterKeyMissing):
        grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    assert not RoleGrant.objects.exists()
    assert not person.groups.exists()


def test_leaving_withdraws_every_role(world: World, person: Employee) -> None:
    for unit in (world.lake, world.hill):
        grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=unit)
    end_employment(actor=world.system, employee=person, on=timezone.localdate(), reason="x")
    withdrawn = said("role.withdrawn")
    assert {one.values["unit"] for one in withdrawn} == {"湖畔", "山居"}
    assert {one.subject for one in withdrawn} == {person.token}
    assert check_agreement() == 4


def test_a_last_day_to_come_withdraws_roles_on_the_day_after(
    world: World, person: Employee
) -> None:
    grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    tomorrow = timezone.localdate() + timedelta(days=1)
    end_employment(actor=world.system, employee=person, on=tomorrow, reason="x")
    assert not said("role.withdrawn")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        apply_due_changes(actor=world.system)
        apply_due_changes(actor=world.system)
        assert len(said("role.withdrawn")) == 1
        check_agreement()


HEADS = "工号,姓名,单位,岗位,入职日期,离职日期"


def roster_of(actor: Employee, *rows: str, **more) -> RosterImport:
    """Checked, confirmed and written."""
    content = ContentFile("\n".join([HEADS, *rows]).encode())
    roster = check_roster(actor=actor, file=content, file_name="花名册.csv", **more)
    roster = confirm_roster(actor=actor, roster=roster, by_worker=False)
    run_roster(actor=Employee.objects.system(), roster=roster)
    return roster


def row(person: Employee, left_on: str = "") -> str:
    values = (person.staff_number, person.name, "湖畔", person.post.code, "2026-09-01", left_on)
    return ",".join(values)


def test_a_roster_is_recorded_with_the_hash_of_its_file(world: World, person: Employee) -> None:
    director = holder_of(Role.HR_DIRECTOR, world.company)
    rows = row(person), f"N1,顾一舟,湖畔,{world.post.code},2026-11-01,"
    roster = roster_of(director, *rows)
    (entry,) = said("roster.imported")
    assert (entry.actor, entry.subject, entry.case) == (director.token, None, str(roster.pk))
    assert "花名册" not in str(entry.values)
    assert entry.values["file_hash"] == sha256("\n".join([HEADS, *rows]).encode()).hexdigest()
    assert entry.values["counts"] == {"unchanged": 1, "added": 1}
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert forget_rosters(actor=world.system) == 1
        check_agreement()


def test_roles_that_a_roster_ends_are_recorded_with_it(world: World, person: Employee) -> None:
    director = holder_of(Role.HR_DIRECTOR, world.company)
    grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    before = len(said())
    roster_of(director, row(person, "2026-11-01"))
    assert [one.type for one in said()[before:]] == ["role.withdrawn", "roster.imported"]
    assert {one.actor for one in said()[before:]} == {director.token}
    check_agreement()


def test_a_roster_that_fails_leaves_no_entry(world: World, person: Employee) -> None:
    director = holder_of(Role.HR_DIRECTOR, world.company)
    grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    before = said()
    content = ContentFile("\n".join([HEADS, row(person, "2026-11-01")]).encode())
    roster = check_roster(actor=director, file=content, file_name="花名册.csv")
    roster = confirm_roster(actor=director, roster=roster, by_worker=False)
    person.name = "林晓满"
    person.save(update_fields=["name"])
    run_roster(actor=world.system, roster=roster)
    assert roster.state == RosterImport.State.FAILED
    assert said() == before
    check_agreement()


def test_a_unit_renamed_later_leaves_the_evidence_as_it_was(world: World, person: Employee) -> None:
    grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    save_unit(
        actor=world.system, kind="site", code="new-code", name="新湖畔",
        parent=world.north, unit=world.lake,
    )  # fmt: skip
    (entry,) = said("role.granted")
    assert (entry.values["unit"], entry.values["unit_id"]) == ("湖畔", world.lake.pk)
    assert check_agreement() == 1


def test_everybody_has_a_token_of_their_own(world: World) -> None:
    hired = [
        hire_employee(
            actor=world.system, staff_number=f"H{number}", name="顾一舟", unit=world.lake,
            post=world.post, hired_on=date(2026, 11, 1), password=None,
        )
        for number in range(2)
    ]  # fmt: skip
    roster_of(world.system, *(f"R{n},顾一舟,湖畔,{world.post.code},2026-11-01," for n in range(3)))
    tokens = list(Employee.objects.values_list("token", flat=True))
    assert len(set(tokens)) == len(tokens) >= 6
    assert all(len(token) == 22 for token in tokens)
    assert hired[0].token != hired[0].staff_number


def test_the_directory_knows_who_stands_behind_a_token(
    world: World, person: Employee, django_assert_num_queries
) -> None:
    names = directory()
    other = EmployeeFactory.create(name="王秀兰", latin_name="Wang Xiulan")
    with django_assert_num_queries(1):
        found = names.names_of([person.token, other.token, "nobody"])
    assert found == {person.token: "林小满", other.token: "王秀兰"}
    with translation.override("en"):
        assert names.names_of([other.token]) == {other.token: "Wang Xiulan"}
    assert names.token_of(f" {person.staff_number.lower()} ") == person.token
    assert names.token_of("nobody") is None
    assert names.system_token() == world.system.token


def test_a_renewed_token_has_nothing_of_the_old(person: Employee) -> None:
    old = person.token
    others = set(Employee.objects.exclude(pk=person.pk).values_list("token", flat=True))
    directory().renew_token(old)
    person.refresh_from_db()
    assert person.token != old
    assert directory().names_of([old]) == {}
    assert set(Employee.objects.exclude(pk=person.pk).values_list("token", flat=True)) == others
