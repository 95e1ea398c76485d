from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LEARNERS_PAGES = (
    "courses:list",
    "courses:search",
    "courses:acknowledge",
    "courses:finish-lesson",
    "courses:captions",
    "courses:certificate",
    "courses:certificate-card",
    "wagtail_serve",
    "wagtailimages_serve",
    "wagtaildocs_serve",
)


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from assessments.registries import after_marking, at_stake, result_links, start_conditions
        from courses import policies, receivers, tasks  # noqa: F401 (receivers connect themselves)
        from courses.actions.erase_personal import erase_personal
        from courses.forms.pages import CoursewarePageForm
        from courses.forms.review import SendBackForm
        from courses.models import ReviewTask
        from courses.models.pages import CoursewarePage
        from courses.queries import personal
        from courses.queries.evidence import ENTRY_TYPES
        from courses.views.attended import read_and_confirmed
        from courses.views.stakes import certificates_at_stake
        from lms.jobs.schedule import run_every
        from lms.ledger.registries import record_type
        from lms.people.registries import (
            PersonalRecords,
            keep_records,
            open_while_attended,
            show_work,
        )
        from lms.ui.places import Place, register

        CoursewarePage.base_form_class = CoursewarePageForm
        ReviewTask.send_back_form = SendBackForm
        open_while_attended(*LEARNERS_PAGES)
        show_work(read_and_confirmed)
        for entry_type in ENTRY_TYPES:
            record_type(entry_type)
        keep_records(
            PersonalRecords(
                "courses",
                _("Courses"),
                personal.KINDS,
                gather=personal.gather,
                erase=erase_personal,
                obstacles=personal.obstacles,
            )
        )
        start_conditions.register(policies.lessons_before_examination)
        result_links.register(policies.back_to_course)
        at_stake.register(certificates_at_stake)
        after_marking.register("courses.tasks.complete_after_sitting")
        run_every("courses.tasks.sweep_completions", every=tasks.SWEEP_EVERY)
        run_every("courses.tasks.publish_scheduled_pages", every=tasks.PUBLISH_EVERY)
        run_every("courses.tasks.keep_batches", every=tasks.BATCHES_EVERY)
        register(Place("team", _("My team"), "people", "courses:team", policies.can_see_progress))
        register(Place("desk", _("Courses"), "book", "courses:desk", policies.can_see_progress))
        register(
            Place(
                "certificates",
                _("Certificates"),
                "cert",
                "courses:certificates",
                policies.can_see_progress,
            )
        )
