"""Expiring, replaced after a correction of the name; what the public page and the holder see."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.actions.complete_course import complete_course
from courses.actions.reissue_certificate import reissue_certificate
from courses.actions.revoke_certificate import revoke_certificate
from courses.errors import AlreadyReplaced, NoLongerGood, NothingToCorrect, ReasonMissing
from courses.models import Certificate, CoursePage
from courses.rules.certificate_life import Life
from courses.tasks import sweep_completions
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.courses.certificates import certificate_of, text_of
from tests.factories.people import holder_of


@pytest.fixture
def certificate(reader: Employee, course: CoursePage) -> Certificate:
    return certificate_of(reader, course)


@pytest.fixture
def hr(reader: Employee) -> Employee:
    return holder_of(Role.HR_DIRECTOR, reader.unit)


def rename(employee: Employee) -> None:
    employee.name, employee.latin_name = "林晓满", "Lin Xiaoman"
    employee.save(update_fields=["name", "latin_name"])


def verification_of(client: Client, certificate: Certificate) -> str:
    return client.get(reverse("courses:verify", args=[certificate.token])).text


def test_a_corrected_name_yields_a_new_certificate_in_place_of_the_old(
    client: Client, hr: Employee, reader: Employee, certificate: Certificate
) -> None:
    rename(reader)
    new = reissue_certificate(actor=hr, certificate=certificate, reason="登记时写错")
    certificate.refresh_from_db()
    old = Certificate.objects.get(pk=certificate.pk)
    assert (new.name, old.name) == ("林晓满", "林小满")
    assert new.serial != old.serial and new.replaces == old
    assert (new.passed_on, new.valid_until, new.post_name) == (
        old.passed_on,
        old.valid_until,
        old.post_name,
    )
    assert old.life is Life.REPLACED and new.life is Life.VALID
    assert new.enrolment.certificate == new
    page = verification_of(client, old)
    assert new.serial in page and "is-valid" not in page
    assert "登记时写错" not in page and "林晓满" not in page
    assert "is-valid" in verification_of(client, new)
    client.force_login(reader)
    shown = client.get(reverse("home:record")).text
    assert new.serial in shown and old.serial not in shown
    paper = client.get(reverse("courses:certificate", args=[new.serial]))
    assert "林晓满" in text_of(paper.content)


def test_what_cannot_be_reissued(hr: Employee, reader: Employee, certificate: Certificate) -> None:
    with pytest.raises(NothingToCorrect):
        reissue_certificate(actor=hr, certificate=certificate, reason="x")
    rename(reader)
    with pytest.raises(ReasonMissing):
        reissue_certificate(actor=hr, certificate=certificate, reason=" ")
    for actor in (reader, holder_of(Role.TRAINER, reader.unit)):
        with pytest.raises(NotAllowed):
            reissue_certificate(actor=actor, certificate=certificate, reason="x")
    reissue_certificate(actor=hr, certificate=certificate, reason="x")
    with pytest.raises(AlreadyReplaced):
        reissue_certificate(actor=hr, certificate=certificate, reason="x")
    with pytest.raises(AlreadyReplaced):
        revoke_certificate(actor=hr, certificate=certificate, reason="x")


def test_a_revoked_certificate_is_not_reissued(
    hr: Employee, reader: Employee, certificate: Certificate
) -> None:
    revoke_certificate(actor=hr, certificate=certificate, reason="代考")
    rename(reader)
    with pytest.raises(NoLongerGood):
        reissue_certificate(actor=hr, certificate=certificate, reason="x")


def test_completing_and_sweeping_know_the_new_one(
    system: Employee, hr: Employee, reader: Employee, certificate: Certificate
) -> None:
    rename(reader)
    new = reissue_certificate(actor=hr, certificate=certificate, reason="x")
    assert complete_course(actor=system, enrolment=certificate.enrolment) == new
    sweep_completions.call()
    assert Certificate.objects.count() == 2


def test_the_database_keeps_one_current_certificate(certificate: Certificate) -> None:
    again = Certificate.objects.get(pk=certificate.pk)
    again.pk, again.serial, again.token = None, "QY-2026-S-999999", "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_reissuing_from_the_desk(
    client: Client, hr: Employee, reader: Employee, certificate: Certificate
) -> None:
    client.force_login(hr)
    address = reverse("courses:reissue-certificate", args=[certificate.serial])
    refused = client.post(address, {"reason": "改名"})
    assert refused.status_code == 200 and str(NothingToCorrect.message) in refused.text
    rename(reader)
    assert "林晓满" in client.get(address).text
    assert client.post(address, {"reason": "改名"}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.replaced_because == "改名" and certificate.replaced_by == hr


def test_the_holder_sees_when_a_certificate_expires(
    as_reader: Client, reader: Employee, course: CoursePage, certificate: Certificate
) -> None:
    until = timezone.localdate() + timedelta(days=30)
    Certificate.objects.update(valid_until=until)
    for address in (reverse("home:record"), course.url):
        assert "30" in as_reader.get(address).text.split('class="status status-now"')[1][:300]
    assert "is-valid" in verification_of(as_reader, certificate)
    Certificate.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "status-late" in as_reader.get(reverse("home:record")).text
