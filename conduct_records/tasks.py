from django.conf import settings
from django.utils import translation
from django_tasks import task

from conduct_records.actions import ask_to_sign
from conduct_records.actions import remind_to_sign as reminding
from conduct_records.actions.cases import enrol_in_training as training
from conduct_records.actions.cases import follow_step as following
from conduct_records.actions.cases import keep_cases as keeping
from conduct_records.actions.cases import make_bundle as bundling
from conduct_records.actions.cases import make_view as viewing
from conduct_records.actions.cases import remind_owners as reminding_owners
from conduct_records.actions.cases import resume_bundles as resuming
from conduct_records.actions.cases import tally_cases as tallying
from conduct_records.models import BundleWork, CaseStep, Evidence, SigningRound
from lms.jobs.long_work import forget_results
from lms.people.models import Employee


@task()
def run_signing_round(round_id: str) -> None:
    ask_to_sign.run_signing_round(SigningRound.objects.get(pk=round_id))


@task()
def keep_signing_rounds() -> None:
    ask_to_sign.resume_signing_rounds()


@task()
def ask_newcomers() -> None:
    ask_to_sign.ask_newcomers()


@task()
def remind_to_sign(actor_id: int) -> None:
    reminding.remind_to_sign(actor=Employee.objects.get(pk=actor_id))


@task()
def remind_who_does_not_sign() -> None:
    reminding.remind_to_sign(actor=Employee.objects.system(), quiet=reminding.EVERY)


@task()
def keep_cases() -> None:
    keeping.keep_cases(actor=Employee.objects.system())


@task()
def remind_owners() -> None:
    reminding_owners.remind_owners(actor=Employee.objects.system())


@task()
def follow_step(step_id: int) -> None:
    following.follow_step(step=CaseStep.objects.get(pk=step_id))


@task()
def keep_trainings() -> None:
    training.keep_trainings(actor=Employee.objects.system())


@task()
def make_evidence_view(evidence_id: int) -> None:
    evidence = Evidence.objects.get(pk=evidence_id)
    if not evidence.file:
        return  # erased since
    viewing.make_view(actor=Employee.objects.system(), evidence=evidence)


@task()
def make_missing_views() -> None:
    viewing.make_missing_views()


@task()
def tally_cases() -> None:
    tallying.tally_cases(actor=Employee.objects.system())


@task()
def keep_tallies() -> None:
    tallying.keep_tallies(actor=Employee.objects.system())


@task()
def make_bundle(work_id: str) -> None:
    found = BundleWork.objects.select_related("owner", "case__incident", "case__subject")
    work = found.get(pk=work_id)
    with translation.override(work.owner.language or settings.LANGUAGE_CODE):
        bundling.make_bundle(actor=Employee.objects.system(), work=work)


@task()
def keep_bundles() -> None:
    """Those whose worker was killed go on; files whose time is over are deleted."""
    resuming.resume_bundles(actor=Employee.objects.system())
    forget_results(BundleWork)
