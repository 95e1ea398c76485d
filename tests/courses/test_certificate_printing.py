"""The list on the desk, batches by the worker, cards, and characters that no font has."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.actions.print_batch import print_batch
from courses.actions.request_batch import request_batch
from courses.actions.revoke_certificate import revoke_certificate
from courses.errors import CannotPrint, NothingToPrint
from courses.models import Certificate, CertificateBatch, CoursePage, Enrolment
from courses.rules.certificate_life import Life
from courses.tasks import keep_batches
from lms.jobs.models import KEPT, SILENT
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee, RoleGrant
from tests.courses.certificates import (
    certificate_of,
    certified,
    embedded_fonts,
    read_pdf,
    size_in_mm,
    text_of,
)
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

LIST = "courses:certificates"


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Any) -> None:
    storages = settings.STORAGES | {}
    private = storages["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = storages | {"private": private}


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory.create())


@pytest.fixture
def as_manager(client: Client, manager: Employee) -> Client:
    client.force_login(manager)
    return client


def copies(certificate: Certificate, count: int) -> None:
    """Many certificates without reading many courses."""
    for number in range(count):
        employee = EmployeeFactory.create(unit=certificate.enrolment.employee.unit)
        enrolment = Enrolment.objects.get(pk=certificate.enrolment_id)
        enrolment.pk, enrolment.employee = None, employee
        enrolment.save(force_insert=True)
        copy = Certificate.objects.get(pk=certificate.pk)
        copy.pk, copy.enrolment = None, enrolment
        copy.serial, copy.token = f"QY-2026-S-1{number:05}", f"token-{number}"
        copy.case = f"case-{number}"
        copy.save(force_insert=True)


def ask(client: Client, **data: Any) -> Any:
    return client.post(reverse(LIST), {"layout": "a4", "which": "all"} | data)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_costs_the_same_for_one_three_and_three_hundred(
    as_manager: Client,
    manager: Employee,
    course: CoursePage,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    [first] = certified(course, 1, unit=manager.unit)
    copies(first, count - 1)
    as_manager.get(reverse(LIST))
    with django_assert_num_queries(8):
        assert as_manager.get(reverse(LIST)).status_code == 200


def test_the_list_is_narrowed(as_manager: Client, manager: Employee, course: CoursePage) -> None:
    today = timezone.localdate()
    ma = certificate_of(
        EmployeeFactory(unit=manager.unit, name="马骏", latin_name="Ma Jun"), course
    )
    he = certificate_of(
        EmployeeFactory(unit=manager.unit, name="何静", latin_name="He Jing"), course
    )
    Certificate.objects.filter(pk=he.pk).update(valid_until=today + timedelta(days=60))
    shown = {
        name: {c.serial for c in (ma, he) if c.serial in as_manager.get(reverse(LIST), data).text}
        for name, data in {
            "all": {},
            "expiring": {"state": Life.EXPIRING},
            "valid": {"state": Life.VALID},
            "expired": {"state": Life.EXPIRED},
            "name": {"name": "majun"},
            "course": {"course": str(course.translation_key)},
            "nonsense": {"course": "x", "unit": "y", "state": "z", "page": "w"},
        }.items()
    }
    both = {ma.serial, he.serial}
    assert shown == {
        "all": both,
        "expiring": {he.serial},
        "valid": {ma.serial},
        "expired": set(),
        "name": {ma.serial},
        "course": both,
        "nonsense": both,
    }


def test_certificates_of_other_units_are_neither_shown_nor_printed(
    as_manager: Client, course: CoursePage
) -> None:
    [stranger] = certified(course, 1, name="外人甲")
    assert "外人甲" not in as_manager.get(reverse(LIST)).text
    ask(as_manager, which="ticked", certificates=[stranger.pk])
    ask(as_manager)
    assert not CertificateBatch.objects.exists()


@pytest.mark.parametrize(
    ("layout", "size", "pages"), [("a4", (297.0, 210.0), 12), ("cards", (210.0, 297.0), 2)]
)
def test_a_batch_is_one_pdf_in_the_order_of_names(
    as_manager: Client,
    manager: Employee,
    course: CoursePage,
    run_jobs: Callable[[], None],
    layout: str,
    size: tuple[float, float],
    pages: int,
) -> None:
    certified(course, 10, unit=manager.unit, name="何静", latin_name="He Jing")
    certified(course, 1, unit=manager.unit, name="安宁", latin_name="An Ning")
    certified(course, 1, unit=manager.unit, name="周川", latin_name="Zhou Chuan")
    address = ask(as_manager, layout=layout).url
    waiting = as_manager.get(address).text
    assert "every 1s" in waiting and 'max="12"' in waiting
    run_jobs()
    batch = CertificateBatch.objects.get()
    assert (batch.state, batch.done, batch.total) == (batch.State.DONE, 12, 12)
    result = reverse("courses:certificate-batch-result", args=[batch.pk])
    assert result in as_manager.get(address).text
    assert address in as_manager.get(reverse("courses:certificate-batches")).text
    content = b"".join(as_manager.get(result).streaming_content)  # type: ignore[attr-defined]
    reader = read_pdf(content)
    assert [size_in_mm(page) for page in reader.pages] == [size] * pages
    assert all(embedded_fonts(reader).values())
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = text_of(content)
    assert said.index("安宁") < said.index("何静") < said.index("周川")
    for serial in Certificate.objects.values_list("serial", flat=True):
        assert said.count(serial) == 1


def test_ticked_ones_are_printed_without_the_revoked(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    kept, revoked, other = certified(course, 3, unit=manager.unit)
    revoke_certificate(actor=system, certificate=revoked, reason="代考")
    ask(as_manager, which="ticked", certificates=[kept.pk, revoked.pk])
    assert [*CertificateBatch.objects.get().certificates.all()] == [kept]
    assert other.life is Life.VALID


def test_nothing_ticked_is_said(as_manager: Client, manager: Employee, course: CoursePage) -> None:
    certified(course, 1, unit=manager.unit)
    for data in (
        {"which": "ticked"},
        {"which": "x"},
        {"which": "ticked", "certificates": ["9" * 30]},
    ):
        page = as_manager.post(reverse(LIST), {"layout": "a4"} | data, follow=True)
        assert str(NothingToPrint.message) in page.text
    assert not CertificateBatch.objects.exists()


def test_only_the_owner_who_still_may_fetches_the_file(
    client: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    certified(course, 1, unit=manager.unit)
    batch = request_batch(actor=manager, certificates=Certificate.objects.all(), layout="a4")
    print_batch(actor=system, batch=batch)
    pages = [
        reverse("courses:certificate-batch-result", args=[batch.pk]),
        reverse("courses:certificate-batch", args=[batch.pk]),
    ]
    client.force_login(holder_of(Role.SITE_MANAGER, manager.unit))
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(manager)
    assert [client.get(page).status_code for page in pages] == [200, 200]
    RoleGrant.objects.filter(employee=manager).update(revoked_at=timezone.now(), revoked_by=system)
    assert [client.get(page).status_code for page in pages] == [404, 200]
    assert pages[0] not in client.get(pages[1]).text


def test_a_batch_whose_worker_was_killed_goes_on(
    manager: Employee, system: Employee, course: CoursePage, run_jobs: Callable[[], None]
) -> None:
    certified(course, 1, unit=manager.unit)
    batch = request_batch(actor=manager, certificates=Certificate.objects.all(), layout="a4")
    CertificateBatch.objects.update(state="running", moved_at=timezone.now())
    print_batch(actor=system, batch=batch)  # somebody is at it
    batch.refresh_from_db()
    assert batch.state == batch.State.RUNNING
    CertificateBatch.objects.update(moved_at=timezone.now() - SILENT - timedelta(seconds=1))
    keep_batches.call()
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == batch.State.DONE
    before = batch.result.name
    print_batch(actor=system, batch=batch)  # twice does no harm
    batch.refresh_from_db()
    assert batch.result.name == before


def test_the_file_is_deleted_after_a_week(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    certified(course, 1, unit=manager.unit)
    batch = request_batch(actor=manager, certificates=Certificate.objects.all(), layout="a4")
    print_batch(actor=system, batch=batch)
    batch.refresh_from_db()
    storage, name = batch.result.storage, batch.result.name
    keep_batches.call()
    assert storage.exists(name)
    CertificateBatch.objects.update(moved_at=timezone.now() - KEPT - timedelta(hours=1))
    keep_batches.call()
    assert not storage.exists(name)
    result = reverse("courses:certificate-batch-result", args=[batch.pk])
    assert as_manager.get(result).status_code == 404
    page = as_manager.get(reverse("courses:certificate-batch", args=[batch.pk]))
    assert page.status_code == 200 and result not in page.text


def test_only_the_system_prints_batches(manager: Employee, course: CoursePage) -> None:
    certified(course, 1, unit=manager.unit)
    batch = request_batch(actor=manager, certificates=Certificate.objects.all(), layout="a4")
    with pytest.raises(NotAllowed):
        print_batch(actor=manager, batch=batch)


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_print_jobs_costs_the_same_for_one_and_three(
    as_manager: Client,
    manager: Employee,
    course: CoursePage,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    certified(course, 1, unit=manager.unit)
    for __ in range(people):
        request_batch(actor=manager, certificates=Certificate.objects.all(), layout="a4")
    address = reverse("courses:certificate-batches")
    as_manager.get(address)
    with django_assert_num_queries(5):
        assert as_manager.get(address).status_code == 200


def test_a_card_is_as_large_as_a_bank_card(
    as_reader: Client, reader: Employee, course: CoursePage
) -> None:
    certificate = certificate_of(reader, course)
    response = as_reader.get(reverse("courses:certificate-card", args=[certificate.serial]))
    [page] = read_pdf(response.content).pages
    assert size_in_mm(page) == (85.6, 54.0)
    said = text_of(response.content)
    for part in ("林小满", course.title, certificate.serial):
        assert part in said


def test_a_rare_character_is_printed_with_its_glyph(client: Client, course: CoursePage) -> None:
    employee = EmployeeFactory.create(name="张𠮷", latin_name="Zhang Ji")
    certificate = certificate_of(employee, course)
    client.force_login(employee)
    for name in ("courses:certificate", "courses:certificate-card"):
        content = client.get(reverse(name, args=[certificate.serial])).content
        reader = read_pdf(content)
        assert "张𠮷" in text_of(content)
        fonts = embedded_fonts(reader)
        assert all(fonts.values())
        assert any("House-Rare" in font for font in fonts)
        assert glyph_of(reader, "𠮷") > 0


def glyph_of(reader: pypdf.PdfReader, character: str) -> int:
    """The number of the character's glyph with an outline in an embedded font; 0 is the box."""
    from fontTools.ttLib import TTFont

    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            mapping = font.get_object()["/ToUnicode"].get_data().decode("ascii", "replace")
            if (code := character.encode("utf-16-be").hex()) not in mapping.lower():
                continue
            line = next(row for row in mapping.lower().splitlines() if code in row)
            number = int(line.split(">")[0].strip("< "), 16)
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            file = inner["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()
            outlines = TTFont(io.BytesIO(file))["glyf"]
            names = outlines.keys()
            drawn = outlines[list(names)[number]] if number < len(names) else None
            return number if drawn is not None and drawn.numberOfContours else 0
    return 0


def test_without_a_glyph_nothing_is_printed_and_the_character_is_named(
    client: Client, manager: Employee, system: Employee, course: CoursePage, settings: Any
) -> None:
    certified(course, 2, unit=manager.unit)
    [rare] = certified(course, 1, unit=manager.unit, name="张𠮷")
    batch = request_batch(actor=manager, certificates=Certificate.objects.all(), layout="a4")
    settings.FALLBACK_FONT = ""
    client.force_login(manager)
    page = client.get(reverse("courses:certificate", args=[rare.serial]))
    assert page.status_code == 409 and "U+20BB7" in page.text
    with pytest.raises(CannotPrint, match=r"张𠮷 .*U\+20BB7"):
        request_batch(actor=manager, certificates=Certificate.objects.all(), layout="a4")
    assert (
        "U+20BB7" in client.post(reverse(LIST), {"layout": "a4", "which": "all"}, follow=True).text
    )
    print_batch(actor=system, batch=batch)  # the font was there when it was asked for
    batch.refresh_from_db()
    assert batch.state == batch.State.FAILED and not batch.result
    assert "U+20BB7" in batch.outcome
