"""One company in which conduct cases are brought and work is reviewed, of the same person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.models import Case
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.codebook import Sanction
from lms.people.enums import Role
from lms.people.models import Employee
from reviews.models import Review
from tests.factories.cases import (
    HIRED,
    MINIMUM_WAGE,
    WARNING,
    CaseWorld,
    add_pack,
    case_codebook,
)
from tests.factories.conduct_records import adopted_version, signature_of
from tests.factories.people import holder_of
from tests.factories.reviews import ReviewWorld, review_world

WRITTEN = Parts(warning=Sanction.WRITTEN_WARNING)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class BothWorlds:
    """`cases` and `reviews` are about the same steward; the codebook was signed before the period
    of the review begins."""

    cases: CaseWorld
    reviews: ReviewWorld

    def day(self, before_end: int) -> date:
        """So many days before the last day of the period."""
        return self.reviews.until_on - timedelta(days=before_end)

    def served(self, *codes: str, before_end: int = 20) -> Case:
        with on(self.day(before_end)):
            parts = WRITTEN if "R01" in codes else WARNING
            return self.cases.served(None, *codes, parts=parts)

    def items(self, review: Review) -> list[tuple[str, int, str]]:
        """What the newest result counts of the conduct record: case, points, line."""
        trace = self.reviews.result(review).frozen_trace
        return [
            (item.ref, int(item.value), item.line)
            for item in trace.items
            if item.measure == "conduct_record"
        ]


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """At that hour of the day, where the company is."""
    with time_machine.travel(datetime.combine(day, time(hour), SHANGHAI), tick=True):
        yield


def let_the_calendar_work(day: date) -> None:
    """What runs out in conduct cases by the day."""
    with on(day):
        while keep_cases(actor=Employee.objects.system()):
            pass


def both_worlds() -> BothWorlds:
    reviews = review_world()
    site = reviews.site
    add_pack(reviews.company, Pack(minimum_wage=MINIMUM_WAGE))
    cases = CaseWorld(
        company=reviews.company,
        site=site,
        hr=reviews.hr,
        other_hr=reviews.other_hr,
        third_hr=holder_of(Role.HR_OFFICER, reviews.company, name="孟青", hired_on=HIRED),
        director=reviews.director,
        reporter=reviews.manager,
        investigator=holder_of(Role.ASSESSOR, site, name="曹明珂", hired_on=HIRED),
        subject=reviews.subject,
    )
    with on(reviews.period.from_on - timedelta(days=200)):
        signature_of(reviews.subject, adopted_version(case_codebook()))
    return BothWorlds(cases, reviews)
