from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from assessments.registries import after_marking, result_links, start_conditions
        from courses import policies, receivers, tasks  # noqa: F401 (receivers connect themselves)
        from courses.forms.pages import CoursewarePageForm
        from courses.models.pages import CoursewarePage
        from lms.jobs.schedule import run_every
        from lms.ui.places import Place, register

        CoursewarePage.base_form_class = CoursewarePageForm
        start_conditions.register(policies.lessons_before_examination)
        result_links.register(policies.back_to_course)
        after_marking.register("courses.tasks.complete_after_sitting")
        run_every("courses.tasks.sweep_completions", every=tasks.SWEEP_EVERY)
        run_every("courses.tasks.publish_scheduled_pages", every=tasks.PUBLISH_EVERY)
        register(Place("desk", _("Courses"), "book", "courses:desk", policies.can_see_progress))
