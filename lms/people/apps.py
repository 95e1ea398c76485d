from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from lms.jobs.schedule import run_every


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from lms.ledger.registries import record_type, use_directory
        from lms.people.queries.evidence import ENTRY_TYPES
        from lms.people.receivers import OWN_RECORDS, StaffDirectory, keep_role_groups
        from lms.people.registries import keep_records, open_while_attended

        post_migrate.connect(keep_role_groups, dispatch_uid="lms.people.keep_role_groups")
        run_every("lms.people.tasks.forget_old_failures", every=timedelta(hours=1))
        run_every("lms.people.tasks.forget_old_rosters", every=timedelta(hours=6))
        run_every("lms.people.tasks.apply_changes_of_the_day", every=timedelta(minutes=10))
        run_every("lms.people.tasks.work_out_retention", every=timedelta(hours=6))
        run_every("lms.people.tasks.keep_erasures", every=timedelta(minutes=10))
        run_every("lms.people.tasks.keep_exports", every=timedelta(minutes=10))
        use_directory(StaffDirectory())
        keep_records(OWN_RECORDS)
        for entry_type in ENTRY_TYPES:
            record_type(entry_type)
        open_while_attended("people:end-attended", "people:sign-out", "people:language")


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user pages, replaced by the back office for employees; its group pages, closed."""

    user_viewset = "lms.people.admin.employees.EmployeeViewSet"
    group_viewset = "lms.people.admin.groups.ClosedGroupViewSet"
