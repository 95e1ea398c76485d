"""Designs in versions: what is out keeps its own."""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.actions.save_certificate_design import save_certificate_design
from courses.errors import DesignHasNoGlyph, DesignIsFixed, UnknownPlaceholder
from courses.models import CertificateDesign, CoursePage
from courses.rules.certificate_design import Design, Signature, built_in
from courses.rules.completion import valid_until
from lms.files.models import Picture
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.courses.certificates import certificate_of, read_pdf, text_of
from tests.factories.courses import make_course
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

PLAIN = built_in(with_examination=False, seal="青檐学堂")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def trainer(db: None) -> Employee:
    return holder_of(Role.TRAINER, UnitFactory.create())


@pytest.fixture
def as_trainer(client: Client, trainer: Employee) -> Client:
    client.force_login(trainer)
    return client


def filled_in(design: Design = PLAIN, **changes: Any) -> dict[str, Any]:
    """The form as the browser sends it."""
    names = ("style", "title", "title_en", "text", "text_en", "seal")
    return {name: getattr(design, name) for name in names} | {"valid_months": ""} | changes


def edit_url(course: CoursePage) -> str:
    return reverse("certificate_designs:edit", args=[course.translation_key])


def preview_url(course: CoursePage) -> str:
    return reverse("certificate_designs:preview", args=[course.translation_key])


def test_saving_makes_versions_and_saving_the_same_makes_none(
    trainer: Employee, course: CoursePage
) -> None:
    key = course.translation_key
    for design in (PLAIN, PLAIN, replace(PLAIN, title="上岗证书"), PLAIN):
        save_certificate_design(actor=trainer, course_key=key, design=design)
    numbers = CertificateDesign.objects.filter(course_key=key).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3]


def test_certificates_that_are_out_keep_their_design_and_validity(
    client: Client, trainer: Employee, reader: Employee, course: CoursePage
) -> None:
    key = course.translation_key
    first = replace(PLAIN, title="上岗证书", valid_months=12, signatures=(Signature("许静姝"),))
    save_certificate_design(actor=trainer, course_key=key, design=first)
    old = certificate_of(reader, course)
    second = replace(first, title="复训证书", valid_months=None)
    save_certificate_design(actor=trainer, course_key=key, design=second)
    new = certificate_of(EmployeeFactory.create(), course)
    assert old.valid_until == valid_until(timezone.localdate(), 12)
    assert new.valid_until is None
    client.force_login(reader)
    shown = text_of(client.get(reverse("courses:certificate", args=[old.serial])).content)
    assert "复训证书" not in shown.replace(" ", "") and "许静姝" in shown
    old.refresh_from_db()
    assert old.design == first


def test_a_course_without_a_design_prints_the_built_in_one(
    reader: Employee, course: CoursePage
) -> None:
    certificate = certificate_of(reader, course)
    assert certificate.design_version is None
    assert certificate.design == PLAIN


def test_a_version_never_changes(trainer: Employee, course: CoursePage) -> None:
    key = course.translation_key
    version = save_certificate_design(actor=trainer, course_key=key, design=PLAIN)
    version.title = "改"
    for change in (
        version.save,
        version.delete,
        CertificateDesign.objects.all().delete,
        lambda: CertificateDesign.objects.update(title="改"),
    ):
        with pytest.raises(DesignIsFixed):
            change()


def test_a_design_that_could_not_be_printed_is_refused(
    trainer: Employee, course: CoursePage
) -> None:
    key = course.translation_key
    with pytest.raises(UnknownPlaceholder):
        save_certificate_design(
            actor=trainer, course_key=key, design=replace(PLAIN, text="{salary}")
        )
    with pytest.raises(DesignHasNoGlyph, match=r"U\+3FFFD"):
        save_certificate_design(
            actor=trainer, course_key=key, design=replace(PLAIN, seal="\U0003fffd")
        )


def test_only_authors_design(reader: Employee, course: CoursePage) -> None:
    for actor in (reader, holder_of(Role.HR_DIRECTOR, UnitFactory.create())):
        with pytest.raises(NotAllowed):
            save_certificate_design(actor=actor, course_key=course.translation_key, design=PLAIN)


def test_a_trainer_saves_a_design_in_the_back_office(
    as_trainer: Client, trainer: Employee, course: CoursePage
) -> None:
    assert as_trainer.get(edit_url(course)).status_code == 200
    data = filled_in(valid_months="24", name_1="许静姝", title_1="人事总监")
    assert as_trainer.post(edit_url(course), data).status_code == 302
    version = CertificateDesign.objects.get()
    assert version.created_by == trainer and version.design.valid_months == 24
    assert version.design.signatures == (Signature("许静姝", "人事总监"),)
    assert "许静姝" in as_trainer.get(edit_url(course)).text
    index = as_trainer.get(reverse("certificate_designs:index")).text
    assert edit_url(course) in index
    key = course.translation_key
    assert as_trainer.get(reverse("certificate_designs:versions", args=[key])).status_code == 200
    shown = as_trainer.get(reverse("certificate_designs:version", args=[version.pk]))
    assert "许静姝" in text_of(shown.content)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"text": "{salary}"}, "{salary}"),
        ({"text_en": "a } b"}, "field-error"),
        ({"title_1": "总监"}, "error"),
        ({"seal": "青檐物业服务有限"}, "error"),
        ({"valid_months": "0"}, "error"),
    ],
)
def test_what_is_wrong_is_said_at_the_form_and_in_the_preview(
    as_trainer: Client, course: CoursePage, changes: dict[str, str], complaint: str
) -> None:
    data = filled_in(**changes)
    page = as_trainer.post(edit_url(course), data)
    assert page.status_code == 200
    assert "error" in page.text
    refused = as_trainer.post(preview_url(course), data)
    assert refused.status_code == 200 and 'class="refused"' in refused.text
    if complaint.startswith("{"):
        assert complaint in page.text and complaint in refused.text
    assert not CertificateDesign.objects.exists()


def test_the_preview_shows_a_long_name_and_a_rare_character(
    as_trainer: Client, course: CoursePage
) -> None:
    page = as_trainer.post(preview_url(course), filled_in(title="上岗证书"))
    assert page.headers["Content-Type"].startswith("text/html")
    for name in ("林小满", "阿依古丽·买买提·艾合买提江", "张𠮷翀"):
        assert name in page.text
    for layout, size in (("a4", 842), ("card", 243)):
        pdf = as_trainer.post(preview_url(course), filled_in(**{"as": layout}))
        pages = read_pdf(pdf.content).pages
        assert [round(float(page.mediabox[2])) for page in pages] == [size] * 3
    assert not CertificateDesign.objects.exists()


def test_a_library_picture_is_frozen_in_the_design(
    as_trainer: Client, course: CoursePage, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    drawing = ImageFile(io.BytesIO(SVG), name="seal.svg")
    picture = Picture.objects.create(title="章", file=drawing)
    data = filled_in(seal_picture=picture.pk, name_1="许静姝", picture_1=picture.pk)
    assert as_trainer.post(edit_url(course), data).status_code == 302
    design = CertificateDesign.objects.get().design
    picture.delete()
    assert design.seal_image and design.seal_image.data.startswith("data:image/svg+xml;base64,")
    assert design.signatures[0].image == design.seal_image
    shown = reverse("certificate_designs:version", args=[CertificateDesign.objects.get().pk])
    assert len(read_pdf(as_trainer.get(shown).content).pages) == 3


@pytest.mark.parametrize("courses", [1, 3])
def test_the_list_of_designs_costs_the_same_for_one_and_three(
    as_trainer: Client,
    trainer: Employee,
    courses: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(courses):
        made = make_course(slug=f"course-{number}", lessons=0)
        key = made.translation_key
        save_certificate_design(actor=trainer, course_key=key, design=PLAIN)
    address = reverse("certificate_designs:index")
    as_trainer.get(address)
    with django_assert_num_queries(10):
        assert as_trainer.get(address).status_code == 200
