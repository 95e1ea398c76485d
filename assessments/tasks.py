import logging

from django.utils import timezone
from django_tasks import task

from assessments.actions import ask_for_import as asking
from assessments.actions import follow_quarantine as following
from assessments.actions import run_import as importing
from assessments.actions import run_regrade as regrading
from assessments.actions.make_statistics import make_statistics as work_out
from assessments.actions.submit_sitting import submit_sitting
from assessments.errors import AssessmentError
from assessments.models import Question, QuestionImport, Quiz, Regrade, Sitting
from assessments.queries import overdue_sitting_ids
from assessments.queries.suspensions import questions_to_follow
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


@task()
def run_regrade(regrade_id: str) -> None:
    """A trainer had all answers to a question marked once more."""
    regrade = Regrade.objects.select_related("question", "version", "asked_by").get(pk=regrade_id)
    regrading.run_regrade(actor=Employee.objects.system(), regrade=regrade)


@task()
def resume_regrades() -> None:
    """Regrades whose worker was killed go on."""
    regrading.resume_regrades()


@task()
def follow_quarantine(question_id: int) -> None:
    """A question went into quarantine or left it: results are suspended, or stand again."""
    question = Question.objects.get(pk=question_id)
    following.follow_quarantine(actor=Employee.objects.system(), question=question)


@task()
def sweep_quarantine() -> None:
    """Derive again what a lost task left undone, or a result that was made at the same moment."""
    system = Employee.objects.system()
    for question in questions_to_follow():
        following.follow_quarantine(actor=system, question=question)


@task()
def make_statistics(*, quiz_id: int, attempts: str) -> None:
    quiz = Quiz.objects.get(pk=quiz_id)
    work_out(actor=Employee.objects.system(), quiz=quiz, attempts=attempts)


@task()
def run_question_import(import_id: str) -> None:
    work = QuestionImport.objects.get(pk=import_id)
    importing.run_import(actor=Employee.objects.system(), work=work)


@task()
def resume_question_imports() -> None:
    asking.resume_imports()
    importing.forget_imports()
