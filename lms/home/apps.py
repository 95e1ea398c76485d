from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "lms.home"
    label = "home"

    def ready(self) -> None:
        from assessments.policies.marking import MARK
        from assessments.policies.observing import SEE as SEE_OBSERVATIONS
        from assessments.policies.observing import can_print_badges
        from assessments.policies.statistics import can_see_statistics
        from lms.ledger.policies import can_see
        from lms.people.policies import may
        from lms.people.registries import open_while_attended
        from lms.ui.places import Place, register

        open_while_attended("home:today", "home:record", "ui:health", "files:media")
        # Below the places of those whom one looks after: the first one is the way to the desk.
        register(
            Place(
                "marking",
                _("Marking"),
                "check",
                "assessments:marking",
                lambda user: may(user, MARK),
            )
        )
        register(
            Place(
                "statistics",
                _("Statistics"),
                "chart",
                "assessments:statistics",
                can_see_statistics,
            )
        )
        register(
            Place(
                "observations",
                _("Observations"),
                "eye",
                "assessments:observations",
                lambda user: may(user, SEE_OBSERVATIONS),
            )
        )
        register(Place("badges", _("Badges"), "cards", "assessments:badges", can_print_badges))
        register(
            Place(
                "retention",
                _("Retention"),
                "lock",
                "people:retention",
                lambda user: may(user, "people.view_retention"),
            )
        )
        register(Place("ledger", _("Ledger"), "tree", "ledger:register", can_see))
        register(
            Place(
                "attended",
                _("Attended sessions"),
                "sign",
                "people:attended",
                lambda user: may(user, "people.add_attendedsession"),
            )
        )
        register(
            Place(
                "back-office",
                _("Back office"),
                "pen",
                "wagtailadmin_home",
                lambda user: may(user, "wagtailadmin.access_admin"),
            )
        )
