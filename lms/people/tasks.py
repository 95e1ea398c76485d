from django_tasks import task

from lms.people.actions.forget_failures import forget_failures
from lms.people.models import Employee


@task()
def forget_old_failures() -> None:
    forget_failures(actor=Employee.objects.system())
