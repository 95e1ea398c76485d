from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from conduct_records.actions.cases.tally_cases import tally_cases
from lms.demo.asking import load_request
from lms.demo.bank import load_bank
from lms.demo.cases import load_cases
from lms.demo.codebook import load_codebook, load_signatures
from lms.demo.company import load_company
from lms.demo.courseware import load_course, load_pictures
from lms.demo.files import CONTENT, read
from lms.demo.journeys import load_journeys
from lms.demo.leavers import load_leavers
from lms.demo.observations import load_observations
from lms.demo.regions import load_regions
from lms.demo.reviews import load_learning, load_reviews
from lms.demo.sittings import load_sittings
from lms.demo.speaking_up import load_anonymous_reports
from lms.people.models import Employee


class Command(BaseCommand):
    help = "Load the demo company with its courseware. Running it again adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        system = Employee.objects.system()
        company = read(CONTENT / "company.yaml")
        self.say("Pictures and questions")
        pictures = load_pictures()
        quizzes = load_bank(system, pictures)
        self.say("Courses")
        courses = [
            load_course(system, path.parent, pictures, quizzes)
            for path in sorted((CONTENT / "courses").glob("*/course.yaml"))
        ]
        self.say("People")
        load_company(system, company)
        load_leavers(system)
        self.say("The codebook")
        load_codebook(system)
        load_signatures(company)
        self.say("A year of cases")
        load_regions(system, company)
        load_cases(system)
        load_anonymous_reports()
        load_request()
        self.say("What they have read and sat so far")
        load_learning(system)
        for course in courses:
            if course.is_onboarding:
                load_journeys(company, course)
        load_sittings(system)
        self.say("What assessors saw on the floor")
        load_observations()
        self.say("Reviews of two years")
        load_reviews()
        call_command("run_worker", once=True)
        tally_cases(actor=system)
        self.stdout.write(self.style.SUCCESS("The demo company is loaded."))

    def say(self, what: str) -> None:
        self.stdout.write(f"  {what} …")
        self.stdout.flush()
