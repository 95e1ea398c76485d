from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from courses.actions.enrol_employee import enrol_in_onboarding
from courses.actions.set_up_shelf import set_up_shelf
from lms.people.models import Employee
from lms.people.signals import employees_hired


@receiver(employees_hired)
def enrol_new_hires(
    sender: Any, *, actor: Employee, employees: list[Employee], **kwargs: Any
) -> None:
    enrol_in_onboarding(actor=actor, employees=employees)


@receiver(post_migrate)
def keep_shelf(sender: Any, **kwargs: Any) -> None:
    """Once our own tables stand (the courses app migrates after Wagtail's)."""
    if sender.name == "courses" and kwargs.get("plan") is not None:
        set_up_shelf()
