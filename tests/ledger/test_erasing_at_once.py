"""Somebody is erased while they act: real transactions, in threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lms.people.actions.grant_role import grant_role
from lms.people.actions.revoke_role import revoke_role
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.people import CompanyFactory, EmployeeFactory, holder_of
from tests.ledger.erasures import erase_subject

ROUNDS = 12


@pytest.mark.django_db(transaction=True)
def test_erasing_somebody_who_is_acting_does_not_block_either() -> None:
    company = CompanyFactory.create()
    acting, system = holder_of(Role.ADMINISTRATOR, company), Employee.objects.system()
    people = EmployeeFactory.create_batch(3, unit=company)

    def grant_and_revoke(actor: Employee, employee: Employee, role: Role) -> None:
        grant = grant_role(actor=actor, employee=employee, role=role, unit=company)
        revoke_role(actor=actor, grant=grant)

    def act(number: int) -> None:
        try:
            for __ in range(ROUNDS):
                actor = Employee.objects.get(pk=acting.pk)
                grant_and_revoke(actor, people[number], Role.ASSESSOR)
        finally:
            connection.close()

    def erase() -> None:
        try:
            for __ in range(ROUNDS):
                person = Employee.objects.get(pk=acting.pk)
                grant_and_revoke(system, person, Role.TRAINER)
                erase_subject(actor=system.token, subject=person.token, reason="x")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = [*(pool.submit(act, number) for number in range(3)), pool.submit(erase)]
        for one in done:
            one.result()
