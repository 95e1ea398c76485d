from courses.models.certificate import Certificate, SerialSeries
from courses.models.enrolment import Enrolment, LessonProgress
from courses.models.pages import ChapterPage, CourseIndexPage, CoursePage, LessonPage

__all__ = [
    "Certificate",
    "ChapterPage",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "LessonProgress",
    "SerialSeries",
]
