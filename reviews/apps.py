from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What somebody reads, writes and signs themselves, on a device that is handed over too.
EVERYBODYS_PAGES = (
    "reviews:own-reviews",
    "reviews:own-review",
    "reviews:own-self",
    "reviews:own-sign",
    "reviews:own-appeal",
    "reviews:autosave",
    "reviews:review-scan",
    "reviews:own-goals",
    "reviews:own-goal",
    "reviews:own-peers",
    "reviews:scorecard",
)


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from conduct_records.registries import after_overturning
        from lms.jobs.schedule import run_every
        from lms.ledger.registries import record_type
        from lms.people.registries import (
            PersonalRecords,
            keep_records,
            open_while_attended,
            show_work,
        )
        from lms.ui.places import Place, register
        from reviews.actions.erase_reviews import erase_reviews
        from reviews.policies import can_see_reviews
        from reviews.queries import retention
        from reviews.queries.evidence import ENTRY_TYPES
        from reviews.queries.gathered import gathered_reviews
        from reviews.views.attended import said_in_reviews

        for entry_type in ENTRY_TYPES:
            record_type(entry_type)
        keep_records(
            PersonalRecords(
                "reviews",
                _("Reviews"),
                retention.KINDS,
                gather=gathered_reviews,
                erase=erase_reviews,
                obstacles=retention.obstacles_to,
            )
        )
        open_while_attended(*EVERYBODYS_PAGES)
        show_work(said_in_reviews)
        after_overturning("reviews.tasks.recompute_overturned")
        run_every("reviews.tasks.resume_cycle_works", every=timedelta(minutes=10))
        run_every("reviews.tasks.keep_reviews", every=timedelta(hours=1))
        run_every("reviews.tasks.open_probations", every=timedelta(days=1))
        run_every("reviews.tasks.remind_owners", every=timedelta(hours=1))
        run_every("reviews.tasks.forget_figures", every=timedelta(days=1))
        run_every("reviews.tasks.recompute_overturned", every=timedelta(hours=1))
        run_every("reviews.tasks.follow_talks", every=timedelta(hours=1))
        run_every("reviews.tasks.remind_reassessments", every=timedelta(hours=1))
        register(Place("reviews", _("Reviews"), "star", "reviews:reviews", can_see_reviews))
