from django_tasks import task

from lms.people.models import Employee
from reviews.actions import cycle_work as working
from reviews.actions import follow_talk as following
from reviews.actions import keep_reviews as keeping
from reviews.actions import open_probations as probations
from reviews.actions import recompute_overturned as recomputing
from reviews.actions import remind_owners as reminding
from reviews.actions import remind_reassessments as reassessing
from reviews.actions.figures import forget_figures as forgetting
from reviews.actions.figures import rescore_after_figures as rescoring
from reviews.models import CycleWork, FigureImport, ReviewStep


@task()
def run_cycle_work(work_id: str) -> None:
    working.run_cycle_work(CycleWork.objects.get(pk=work_id))


@task()
def resume_cycle_works() -> None:
    working.resume_cycle_works()


@task()
def keep_reviews() -> None:
    keeping.keep_reviews(actor=Employee.objects.system())


@task()
def open_probations() -> None:
    probations.open_probations(actor=Employee.objects.system())


@task()
def remind_owners() -> None:
    reminding.remind_owners(actor=Employee.objects.system())


@task()
def recompute_overturned(case: str = "") -> None:
    """For whichever case it was asked: all that are outstanding are done."""
    recomputing.recompute_overturned(actor=Employee.objects.system())


@task()
def follow_talk(step_id: int) -> None:
    system = Employee.objects.system()
    following.follow_talk(actor=system, step=ReviewStep.objects.get(pk=step_id))


@task()
def follow_talks() -> None:
    following.follow_talks(actor=Employee.objects.system())


@task()
def remind_reassessments() -> None:
    reassessing.remind_reassessments(actor=Employee.objects.system())


@task()
def rescore_after_figures(work_id: int) -> None:
    work = FigureImport.objects.get(pk=work_id)
    rescoring.rescore_after_figures(actor=Employee.objects.system(), work=work)


@task()
def forget_figures() -> None:
    forgetting.forget_figures(actor=Employee.objects.system())
