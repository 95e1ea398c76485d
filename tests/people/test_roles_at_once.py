"""Roles are granted in both directions at the same moment: real transactions, in threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.queries.tree import size_of
from lms.people.actions.grant_role import grant_role
from lms.people.actions.revoke_role import revoke_role
from lms.people.enums import Role
from lms.people.models import Employee, RoleGrant
from lms.people.rules.evidence import ROLE_GRANTED, ROLE_WITHDRAWN
from tests.factories.people import CompanyFactory, holder_of

ROUNDS = 6


@pytest.mark.django_db(transaction=True)
def test_people_who_grant_each_other_roles_do_not_block_one_another() -> None:
    company = CompanyFactory.create()
    people = [holder_of(Role.ADMINISTRATOR, company) for __ in range(4)]

    def grant_and_revoke(number: int) -> None:
        actor, other = people[number], people[(number + 1) % len(people)]
        try:
            for __ in range(ROUNDS):
                grant = grant_role(actor=actor, employee=other, role=Role.ASSESSOR, unit=company)
                revoke_role(actor=actor, grant=grant)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(grant_and_revoke, range(len(people))))
    granted = set(Entry.objects.filter(type=ROLE_GRANTED).values_list("case", flat=True))
    assert granted == set(RoleGrant.objects.values_list("case", flat=True))
    withdrawn = set(Entry.objects.filter(type=ROLE_WITHDRAWN).values_list("case", flat=True))
    ended = RoleGrant.objects.filter(revoked_at__isnull=False)
    assert withdrawn == set(ended.values_list("case", flat=True))
    assert size_of(Log.RECORDS) == len(granted) + len(withdrawn) == len(people) * (2 * ROUNDS + 1)
    assert Employee.objects.filter(role_grants__isnull=False).distinct().count() == len(people)
