from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from courses.actions.enrol_employee import enrol_in_onboarding
from courses.actions.set_up_shelf import set_up_shelf
from lms.people.models import Employee
from lms.people.signals import employee_hired


@receiver(employee_hired)
def enrol_new_hire(sender: Any, *, actor: Employee, employee: Employee, **kwargs: Any) -> None:
    enrol_in_onboarding(actor=actor, employee=employee)


@receiver(post_migrate)
def keep_shelf(sender: Any, **kwargs: Any) -> None:
    """Once our own tables stand (the courses app migrates after Wagtail's)."""
    if sender.name == "courses" and kwargs.get("plan") is not None:
        set_up_shelf()
