from django_tasks import task

from conduct_records.actions import ask_to_sign
from conduct_records.actions import remind_to_sign as reminding
from conduct_records.models import SigningRound
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
