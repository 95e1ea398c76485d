from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from lms.demo.bank import load_bank
from lms.demo.codebook import load_codebook, load_signatures
from lms.demo.company import load_company
from lms.demo.courseware import load_course, load_pictures
from lms.demo.files import CONTENT, read
from lms.demo.journeys import load_journeys
from lms.people.models import Employee


class Command(BaseCommand):
    help = "Load the demo company with its courseware. Running it again adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        system = Employee.objects.system()
        company = read(CONTENT / "company.yaml")
        self.say("Pictures and questions")
        pictures = load_pictures()
        quizzes = load_bank(system, map(read, sorted((CONTENT / "questions").glob("*.yaml"))))
        self.say("Courses")
        courses = [
            load_course(system, path.parent, pictures, quizzes)
            for path in sorted((CONTENT / "courses").glob("*/course.yaml"))
        ]
        self.say("People")
        load_company(system, company)
        self.say("The codebook")
        load_codebook(system)
        self.say("What they have read and sat so far")
        for course in courses:
            load_journeys(company, course)
        load_signatures(company)
        call_command("run_worker", once=True)
        self.stdout.write(self.style.SUCCESS("The demo company is loaded."))

    def say(self, what: str) -> None:
        self.stdout.write(f"  {what} …")
        self.stdout.flush()
