"""Evidence of all packages beside the ledger: what stood before it, and the whole demo company."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from courses.models import Acknowledgement, Certificate
from lms.ledger.actions.record_what_stood_before import record_what_stood_before
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.registries import types
from lms.people.actions.grant_role import grant_role
from lms.people.enums import Role
from lms.people.models import Employee, RoleGrant
from lms.people.rules.attestation import text_hash
from tests.factories.people import EmployeeFactory, UnitFactory
from tests.ledger.erasures import erase_subject
from tests.ledger.reading import check_agreement, said

BEFORE = [("people", "0006_attended_signature"), ("courses", "0009_writers_are_derived")]


def role_without_entry(person: Employee) -> RoleGrant:
    system = Employee.objects.system()
    return RoleGrant.objects.create(
        employee=person, role=Role.TRAINER, unit=person.unit, granted_by=system
    )


def test_evidence_comes_from_every_package() -> None:
    kinds = {each.name for each in types() if each.evidence}
    assert kinds >= {
        "certificate.issued",
        "certificate.reissued",
        "certificate.revoked",
        "examination.finished",
        "role.granted",
        "role.withdrawn",
        "roster.imported",
        "statement.acknowledged",
    }


@pytest.mark.django_db
def test_what_stood_before_is_recorded_once() -> None:
    person = EmployeeFactory.create()
    granted = [role_without_entry(person)]
    granted[0].revoked_at, granted[0].revoked_by = timezone.now(), person
    granted[0].save()
    granted.append(role_without_entry(person))
    assert record_what_stood_before() == 3
    assert [one.type for one in said()] == ["role.granted", "role.granted", "role.withdrawn"]
    assert check_agreement() == 3
    assert record_what_stood_before() == 0


@pytest.mark.django_db
def test_a_row_that_lost_its_entry_later_is_not_made_good() -> None:
    unit = UnitFactory.create()
    first, second = EmployeeFactory.create_batch(2, unit=unit)
    system = Employee.objects.system()
    grant_role(actor=system, employee=first, role=Role.TRAINER, unit=unit)
    role_without_entry(second)
    assert record_what_stood_before() == 0
    assert len(said()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_site_from_before_the_ledger_is_brought_up_to_it() -> None:
    MigrationExecutor(connection).migrate(BEFORE)
    _fill_old_site()
    call_command("migrate", verbosity=0)
    tokens = list(Employee.objects.values_list("token", flat=True))
    assert len(set(tokens)) == len(tokens) == 3 and all(tokens)
    assert len({one.case for one in Certificate.objects.all()}) == 2
    assert {one.type for one in said()} == {
        "certificate.issued", "certificate.revoked", "role.granted", "statement.acknowledged",
    }  # fmt: skip
    assert check_agreement() == 2 + 1 + 1 + Acknowledgement.objects.count() == 6
    assert verify().is_sound


def _fill_old_site() -> None:
    loader = MigrationExecutor(connection).loader
    applied = sorted(loader.applied_migrations.keys() & loader.graph.nodes.keys())
    apps = loader.project_state(applied).apps
    people = [
        apps.get_model("people", "Employee").objects.create(staff_number=number, name="林小满")
        for number in ("SYSTEM", "Q1", "Q2")
    ]
    system, now = people[0], timezone.now()
    unit = apps.get_model("people", "Unit").objects.create(kind="company", code="c", path="1/")
    apps.get_model("people", "RoleGrant").objects.create(
        employee=people[1], role="trainer", unit=unit, granted_by=system
    )
    for number, person in enumerate(people[1:]):
        enrolment = apps.get_model("courses", "Enrolment").objects.create(
            employee=person, course_key=uuid4(), source="by_hand", enrolled_at=now,
            enrolled_by=system, completed_at=now,
        )  # fmt: skip
        revoked = {"revoked_at": now + timedelta(days=1), "revoked_by": system} if number else {}
        apps.get_model("courses", "Certificate").objects.create(
            enrolment=enrolment, serial=f"QY-{number}", token=f"t{number}", name=person.name,
            staff_number=person.staff_number, course_title="客户服务", course_title_en="Service",
            passed_on=now.date(), with_examination=False, issued_at=now,
            revoked_because="代考" if number else "", **revoked,
        )  # fmt: skip
        apps.get_model("courses", "Acknowledgement").objects.create(
            enrolment=enrolment, lesson_key=uuid4(), block_id=uuid4(), text="x",
            text_hash=text_hash("x"), language="zh-hans", attested_at=now, way="own",
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_who_was_erased_leaves_rows_and_entries_in_agreement() -> None:
    unit = UnitFactory.create()
    actor, person = EmployeeFactory.create_batch(2, unit=unit)
    system = Employee.objects.system()
    grant_role(actor=system, employee=actor, role=Role.ADMINISTRATOR, unit=unit)
    grant = grant_role(actor=actor, employee=person, role=Role.TRAINER, unit=unit)
    for each in (actor, person):
        erase_subject(actor=system.token, subject=each.token, reason="x")
    (entry,) = (one for one in said() if one.case == grant.case)
    assert entry.values == {}
    assert verify().is_sound
    person.refresh_from_db()
    grant_role(actor=system, employee=person, role=Role.ASSESSOR, unit=unit)
    assert verify().is_sound


@pytest.mark.django_db(transaction=True)
def test_an_altered_row_of_evidence_is_found() -> None:
    unit = UnitFactory.create()
    person, other = EmployeeFactory.create_batch(2, unit=unit)
    system = Employee.objects.system()
    grant = grant_role(actor=system, employee=person, role=Role.TRAINER, unit=unit)
    for change in (
        {"employee": other},
        {"employee": person, "granted_by": other},
        {"granted_by": system, "role": Role.ADMINISTRATOR},
        {"role": Role.TRAINER, "case": "another"},
    ):
        RoleGrant.objects.filter(pk=grant.pk).update(**change)
        assert not verify().is_sound, change
    RoleGrant.objects.filter(pk=grant.pk).update(case=grant.case)
    assert verify().is_sound


def test_the_demo_company_agrees_with_its_ledger(demo_world: object) -> None:
    assert check_agreement() > 50
    assert {one.type for one in said()} >= {
        "certificate.issued", "examination.finished", "role.granted", "statement.acknowledged",
    }  # fmt: skip
    assert verify().is_sound
