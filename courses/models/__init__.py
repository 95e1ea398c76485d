from courses.models.acknowledgement import Acknowledgement
from courses.models.certificate import Certificate, SerialSeries
from courses.models.certificate_batch import CertificateBatch
from courses.models.certificate_design import CertificateDesign
from courses.models.enrolment import Enrolment, LessonProgress, LessonReading
from courses.models.pages import ChapterPage, CourseIndexPage, CoursePage, LessonPage
from courses.models.reminder import Reminder
from courses.models.review import ReviewTask, ReviewTaskState

__all__ = [
    "Acknowledgement",
    "Certificate",
    "CertificateBatch",
    "CertificateDesign",
    "ChapterPage",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "LessonProgress",
    "LessonReading",
    "Reminder",
    "ReviewTask",
    "ReviewTaskState",
    "SerialSeries",
]
