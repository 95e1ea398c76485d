import logging

from django.utils import timezone
from django_tasks import task

from assessments.actions.submit_sitting import submit_sitting
from assessments.errors import AssessmentError
from assessments.models import Sitting
from assessments.queries import overdue_sitting_ids
from lms.people.models import Employee

logger = logging.getLogger(__name__)


@task()
def submit_overdue_sittings() -> None:
    """Hand in what learners left open past the deadline, each in its own transaction. One that
    fails keeps none of the others back and is tried again on the next run."""
    system = Employee.objects.system()
    for sitting_id in overdue_sitting_ids(timezone.now()):
        try:
            submit_sitting(actor=system, sitting=Sitting(pk=sitting_id))
        except AssessmentError:
            logger.info("Sitting %s was handed in meanwhile", sitting_id)
        except Exception:
            logger.exception("Sitting %s could not be handed in; it is tried again", sitting_id)
