"""People without a sign-in: what they confirm on a supervisor's device, and on paper."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from courses.actions.enrol_employee import enrol_employee
from courses.blocks import statements_in
from courses.models import Acknowledgement, CoursePage, LessonPage, LessonProgress
from courses.queries import shown_hash
from lms.people.enums import Attested, Role
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import PASSWORD, EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
DRAWN = "M10 10L20 30L30 20L40 40L50 10L60 60L70 30"
PLEDGE = {"heading": "", "text": "我知道三声之内接起电话。"}


@pytest.fixture
def course(db: None) -> CoursePage:
    return make_course(lessons=1, body=[("acknowledge", PLEDGE)])


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return lessons_of(course)[0]


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory.create(), name="周建国")


@pytest.fixture
def cleaner(manager: Employee, course: CoursePage) -> Employee:
    cleaner = EmployeeFactory.create(unit=manager.unit, name="王秀兰", password=None)
    enrol_employee(actor=Employee.objects.system(), employee=cleaner, course=course)
    return cleaner


@pytest.fixture
def device(client: Client, manager: Employee, cleaner: Employee) -> Client:
    client.force_login(manager)
    client.post(f"/desk/attended/{cleaner.pk}/")
    return client


def confirm(client: Client, lesson: LessonPage, **data: str) -> None:
    (statement,) = statements_in(lesson.body)
    address = f"/lessons/{lesson.translation_key}/statements/{statement.block_id}/"
    client.post(address, {"seen": shown_hash(statement)} | data)


def photo(name: str = "签字页.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def paper(client: Client, employee: Employee, lesson: LessonPage, **data: object) -> str:
    (statement,) = statements_in(lesson.body)
    entry = {
        "statement": str(statement.block_id),
        "signed_on": timezone.localdate().isoformat(),
        "scan": photo(),
    }
    response = client.post(f"/desk/team/{employee.pk}/paper/", entry | data, follow=True)
    return response.content.decode()


def test_confirming_on_the_device_takes_a_signature_and_names_the_witness(
    device: Client, lesson: LessonPage, manager: Employee
) -> None:
    assert "signature-pad" in device.get(lesson.url).content.decode()
    confirm(device, lesson)
    confirm(device, lesson, signature="王")
    assert not Acknowledgement.objects.exists()
    confirm(device, lesson, signature=DRAWN)
    one = Acknowledgement.objects.get()
    assert (one.way, one.signature, one.text) == (Attested.ATTENDED, DRAWN, PLEDGE["text"])
    assert one.attended is not None
    assert one.attended.witness == manager


def test_reading_on_the_device_is_named_before_signing(
    device: Client, lesson: LessonPage, cleaner: Employee
) -> None:
    confirm(device, lesson, signature=cleaner.name)
    device.post(f"/lessons/{lesson.translation_key}/finish/")
    read = LessonProgress.objects.get(read_at__isnull=False)
    assert read.attended is not None
    page = device.get("/attended/end/").content.decode()
    assert f"读完：{lesson.title}" in page
    assert "确认：" in page
    device.post("/attended/end/", {"signature": DRAWN, "password": PASSWORD})
    page = device.get(f"/desk/team/{cleaner.pk}/").content.decode()
    assert "见证人：" in page


def test_paper_is_entered_with_its_scan(
    client: Client, manager: Employee, cleaner: Employee, lesson: LessonPage
) -> None:
    client.force_login(manager)
    assert PLEDGE["text"] in client.get(f"/desk/team/{cleaner.pk}/paper/").content.decode()
    assert "已为王秀兰录入" in paper(client, cleaner, lesson)
    one = Acknowledgement.objects.get()
    assert (one.way, one.entered_by, one.text) == (Attested.PAPER, manager, PLEDGE["text"])
    scan = client.get(f"/desk/acknowledgements/{one.pk}/scan/")
    assert (scan.status_code, scan["Content-Type"]) == (200, "image/png")
    assert b"".join(scan.streaming_content).startswith(b"\x89PNG")
    assert "没有要确认的了" in client.get(f"/desk/team/{cleaner.pk}/paper/").content.decode()


def test_paper_needs_no_reading_on_a_device(
    client: Client, manager: Employee, cleaner: Employee
) -> None:
    course = make_course(slug="two", code="T", lessons=2, body=[("acknowledge", PLEDGE)])
    enrol_employee(actor=Employee.objects.system(), employee=cleaner, course=course)
    client.force_login(manager)
    paper(client, cleaner, lessons_of(course)[1])
    assert Acknowledgement.objects.get().lesson_key == lessons_of(course)[1].translation_key


def test_a_scan_is_seen_by_its_signer_and_those_who_look_after_them(
    client: Client, manager: Employee, cleaner: Employee, lesson: LessonPage
) -> None:
    client.force_login(manager)
    paper(client, cleaner, lesson)
    address = f"/desk/acknowledgements/{Acknowledgement.objects.get().pk}/scan/"
    stranger = holder_of(Role.SITE_MANAGER, UnitFactory.create())
    for viewer, status in ((cleaner, 200), (stranger, 404), (EmployeeFactory.create(), 404)):
        client.force_login(viewer)
        assert client.get(address).status_code == status
    assert client.get(f"/desk/team/{cleaner.pk}/paper/").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"scan": SimpleUploadedFile("签字页.pdf", b"not a pdf")}, "pdf"),
        ({"scan": SimpleUploadedFile("签字页.exe", b"MZ")}, "pdf"),
        ({"scan": ""}, "必填"),
        ({"signed_on": "2026-02-30"}, "日期"),
        ({"signed_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "还没有到"),
        ({"signed_on": "2001-01-01"}, "还没有入职"),
        ({"statement": "nothing"}, "nothing"),
        ({"statement": ""}, "必填"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client,
    manager: Employee,
    cleaner: Employee,
    lesson: LessonPage,
    data: dict[str, object],
    words: str,
) -> None:
    client.force_login(manager)
    page = paper(client, cleaner, lesson, **data)
    assert "field-error" in page
    assert words in page
    assert not Acknowledgement.objects.exists()
