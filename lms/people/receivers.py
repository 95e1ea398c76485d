from collections.abc import Collection, Mapping
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.actions.erase_own_records import erase_own_records
from lms.people.actions.renew_token import renew_token
from lms.people.models import Employee
from lms.people.models.role_grant import group_name
from lms.people.queries import directory
from lms.people.queries.own_records import KINDS, own_portion, unemptied
from lms.people.registries import PersonalRecords
from lms.people.rules.roles import PERMISSIONS

OWN_RECORDS = PersonalRecords(
    "people", _("People"), KINDS, gather=own_portion, erase=erase_own_records, unemptied=unemptied
)
APP_LABELS = frozenset(
    permission.split(".")[0] for permissions in PERMISSIONS.values() for permission in permissions
)


def keep_role_groups(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After a migration each role's group holds the permissions of the role, as far as the
    packages that they belong to stand. Packages report one by one, in any order."""
    if sender.label not in APP_LABELS:
        return
    # Django makes the rows in a receiver of its own, which may come after this one.
    create_permissions(sender, verbosity=0, using=using)
    for role, permissions in PERMISSIONS.items():
        group, __ = Group.objects.using(using).get_or_create(name=group_name(role))
        wanted = Q(pk__in=[])
        for permission in permissions:
            app_label, codename = permission.split(".")
            wanted |= Q(content_type__app_label=app_label, codename=codename)
        group.permissions.set(Permission.objects.using(using).filter(wanted))


class StaffDirectory:
    """What the ledger asks of the package that knows people (`lms.ledger.registries.Directory`)."""

    def names_of(self, tokens: Collection[str]) -> Mapping[str, str]:
        return directory.names_of(tokens)

    def token_of(self, staff_number: str) -> str | None:
        return directory.token_of(staff_number)

    def system_token(self) -> str:
        return Employee.objects.system().token

    def out_of_reach(
        self, reader: Employee, tokens: Collection[str], permission: str
    ) -> Collection[str]:
        return directory.out_of_reach(reader, tokens, permission)

    def renew_token(self, token: str) -> None:
        renew_token(token)
