"""Asking everybody whose rules changed, each once; reminding them, once a day."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions import ask_to_sign as asking
from conduct_records.actions.ask_to_sign import ask_newcomers, ask_to_sign, resume_signing_rounds
from conduct_records.actions.remind_to_sign import EVERY, remind_to_sign
from conduct_records.errors import NothingPublished
from conduct_records.models import CodebookVersion, SigningRequest, SigningRound
from conduct_records.rules.codebook import Line, Text
from lms.jobs.models import SILENT
from lms.notify.models import Notice
from lms.people.enums import Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.conduct_records import (
    adopted_version,
    make_codebook,
    make_rule,
    signature_of,
)
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of

PEOPLE = int(os.environ.get("LMS_ROUND_PEOPLE", "3000"))
PATIENCE = 120  # seconds
TITLE = "Please read and sign the codebook"


@pytest.fixture
def system(db: None) -> Employee:
    return Employee.objects.system()


@pytest.fixture
def version(db: None) -> CodebookVersion:
    return adopted_version()


def run(work: SigningRound) -> SigningRound:
    asking.run_signing_round(work)
    work.refresh_from_db()
    return work


def notices_of(employee: Employee) -> int:
    return Notice.objects.filter(recipient_id=employee.pk).count()


def set_back(**days: int) -> None:
    """As if everybody had been asked and reminded that long ago."""
    for one in SigningRequest.objects.all():
        one.asked_at -= timedelta(**days)
        one.reminded_at = one.reminded_at and one.reminded_at - timedelta(**days)
        one.save()


@pytest.mark.django_db
def test_everybody_is_asked_once_however_often_one_asks(
    system: Employee, version: CodebookVersion
) -> None:
    guard = EmployeeFactory.create(language="en")
    work = ask_to_sign(actor=system)
    assert ask_to_sign(actor=system) == work
    assert run(work).state == SigningRound.State.DONE
    assert (work.done, work.total) == (1, 1)
    notice = Notice.objects.get(recipient_id=guard.pk)
    assert notice.title == TITLE
    assert "2 rules of version 1" in notice.text
    run(ask_to_sign(actor=system))
    assert notices_of(guard) == 1


@pytest.mark.django_db
def test_a_new_version_asks_only_those_whose_rules_changed(
    system: Employee, version: CodebookVersion
) -> None:
    guard = EmployeeFactory.create()
    manager = EmployeeFactory.create(post=PostFactory.create(standing=Standing.MANAGER))
    for employee in (guard, manager):
        signature_of(employee, version)
    adopted_version(
        make_codebook(
            make_rule("Y01"),
            make_rule("R01", Line.RED, lists={"frontline": 1}),
            make_rule("R02", Line.RED, lists={"manager": 1}, explanation=Text("新的说法")),
        )
    )
    run(ask_to_sign(actor=system))
    assert (notices_of(guard), notices_of(manager)) == (0, 1)


@pytest.mark.django_db
def test_a_new_post_and_a_new_colleague_are_asked_once_the_version_was_asked_for(
    system: Employee, version: CodebookVersion
) -> None:
    guard = EmployeeFactory.create()
    assert ask_newcomers() is None
    run(ask_to_sign(actor=system))
    signature_of(guard, version)
    assert ask_newcomers() is None
    guard.post = PostFactory.create(standing=Standing.MANAGER)
    guard.save(update_fields=["post"])
    colleague = EmployeeFactory.create()
    work = ask_newcomers()
    assert work is not None
    run(work)
    assert (notices_of(guard), notices_of(colleague)) == (2, 1)
    assert ask_newcomers() is None


@pytest.mark.django_db
def test_one_asks_the_people_of_ones_units(version: CodebookVersion) -> None:
    officer = holder_of(Role.HR_OFFICER, UnitFactory.create())
    own, stranger = EmployeeFactory.create(unit=officer.unit), EmployeeFactory.create()
    run(ask_to_sign(actor=officer))
    assert (notices_of(own), notices_of(stranger)) == (1, 0)
    with pytest.raises(NotAllowed):
        ask_to_sign(actor=own)


@pytest.mark.django_db
def test_nothing_is_asked_before_a_codebook_is_published(system: Employee) -> None:
    with pytest.raises(NothingPublished):
        ask_to_sign(actor=system)


@pytest.mark.django_db
def test_reminders_go_to_those_who_owe_once_a_day(
    system: Employee, version: CodebookVersion
) -> None:
    guard, signer = EmployeeFactory.create(), EmployeeFactory.create()
    run(ask_to_sign(actor=system))
    assert remind_to_sign(actor=system) == 0
    set_back(days=1)
    signature_of(signer, version)
    assert remind_to_sign(actor=system) == 1
    assert remind_to_sign(actor=system) == 0
    assert (notices_of(guard), notices_of(signer)) == (2, 1)
    set_back(days=EVERY.days - 1)
    assert remind_to_sign(actor=system, quiet=EVERY) == 0
    set_back(days=1)
    assert remind_to_sign(actor=system, quiet=EVERY) == 1


@pytest.mark.django_db
def test_asking_and_reminding_from_the_desk(
    client: Client, version: CodebookVersion, run_jobs: Callable[[], None]
) -> None:
    officer = holder_of(Role.HR_OFFICER, UnitFactory.create(), language="en")
    signature_of(officer, version)
    guard = EmployeeFactory.create(unit=officer.unit)
    client.force_login(officer)
    assert "<b>1</b> person" in client.get(reverse("conduct_records:ask")).text
    page = client.post(reverse("conduct_records:ask"), follow=True)
    run_jobs()
    assert "1 person asked" in client.get(page.redirect_chain[-1][0]).text
    remind = reverse("conduct_records:remind")
    assert "Nobody to remind" in client.post(remind, follow=True).text
    set_back(days=1)
    assert "1 person is being reminded" in client.post(remind, follow=True).text
    run_jobs()
    assert notices_of(guard) == 2


@pytest.mark.django_db
def test_the_progress_of_anothers_round_is_missing(client: Client, system: Employee) -> None:
    adopted_version()
    work = ask_to_sign(actor=system)
    client.force_login(holder_of(Role.HR_OFFICER, UnitFactory.create()))
    assert client.get(reverse("conduct_records:round", args=[work.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_round_killed_in_between_asks_nobody_twice_and_forgets_nobody(
    run_jobs: Callable[[], None],
) -> None:
    adopted_version()
    crowd(PEOPLE)
    work = ask_to_sign(actor=Employee.objects.system())
    connections.close_all()
    process = get_context("fork").Process(target=work_off, args=(work.pk,), daemon=True)
    process.start()
    wait_until(lambda: SigningRequest.objects.exists())
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    wait_until(lambda: sessions() == 1)
    asked = SigningRequest.objects.count()
    assert 0 < asked < PEOPLE
    assert asked == Notice.objects.count()
    lost = timezone.now() - SILENT - timedelta(seconds=1)
    SigningRound.objects.update(moved_at=lost)
    assert resume_signing_rounds() == 1
    run_jobs()
    work.refresh_from_db()
    assert (work.state, work.done, work.total) == (SigningRound.State.DONE, PEOPLE, PEOPLE)
    told = Notice.objects.values_list("recipient_id", flat=True)
    assert len(told) == len(set(told)) == SigningRequest.objects.count() == PEOPLE


def crowd(size: int) -> None:
    """People at one post who can sign in; quickly."""
    one = EmployeeFactory.create()
    Employee.objects.bulk_create(
        Employee(
            staff_number=f"C{number:06}",
            name="陈静",
            unit=one.unit,
            post=one.post,
            hired_on=one.hired_on,
            password=one.password,
        )
        for number in range(size - 1)
    )


def work_off(pk: object) -> None:
    """What the worker does."""
    asking.run_signing_round(SigningRound.objects.get(pk=pk))


def sessions() -> int:
    """With the database: PostgreSQL notices only after a while that its client was killed."""
    if connection.vendor == "sqlite":
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)
