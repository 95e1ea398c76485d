"""What the tests of certificates share."""

import io
from typing import Any

import pypdf

from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import Certificate, CoursePage
from lms.people.models import Employee
from tests.factories.courses import lessons_of
from tests.factories.people import EmployeeFactory


def certificate_of(employee: Employee, course: CoursePage) -> Certificate:
    """Issued as it is in life: enrolled, all read, completed."""
    system = Employee.objects.system()
    enrolment = enrol_employee(actor=system, employee=employee, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=employee, lesson=lesson)
    issued = complete_course(actor=system, enrolment=enrolment)
    assert issued is not None
    return issued


def certified(course: CoursePage, count: int, **employee: Any) -> list[Certificate]:
    return [certificate_of(EmployeeFactory.create(**employee), course) for __ in range(count)]


def read_pdf(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """In one line: where lines break is not what tests are about."""
    pages = read_pdf(content).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def size_in_mm(page: pypdf.PageObject) -> tuple[float, float]:
    width, height = (float(side) / 72 * 25.4 for side in page.mediabox[2:])
    return round(width, 1), round(height, 1)


def embedded_fonts(reader: pypdf.PdfReader) -> dict[str, bool]:
    """Each font of the PDF by its base name, and whether it is embedded."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            name = str(font.get_object()["/BaseFont"])
            found[name] = bool({"/FontFile2", "/FontFile3"} & set(descriptor))
    return found
