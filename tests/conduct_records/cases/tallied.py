"""Figures for tests of what is made of them: rows as the worker leaves them, without cases."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from conduct_records.models import CaseTally, TallyRun
from conduct_records.queries.cases.charts import this_month
from conduct_records.queries.cases.tallying import last_step
from conduct_records.rules.cases.tallies import Figures
from conduct_records.rules.cases.tally_tree import Tally
from lms.people.models import Unit
from lms.people.rules.periods import add_months

# Of a month with ten cases; the names are those of `rules.cases.tallies.names_of`.
MANY = {
    "cases": 10,
    "outcome/stands": 7,
    "outcome/overturned": 1,
    "outcome/under_way": 2,
    "line/yellow": 5,
    "line/red": 2,
    "charged/yellow/Y01": 8,
    "proven/yellow/Y01": 5,
    "charged/red/R01": 3,
    "proven/red/R01": 2,
    "decided": 8,
    "served": 8,
    "appealed": 4,
    "appeal_decided": 4,
    "overturned": 1,
    "trained": 4,
    "repeated": 1,
    "days/notice/9": 2,
    "days/notice/12": 6,
    "days/appeal/4": 1,
    "commendations": 3,
}


def month_back(months: int) -> date:
    return add_months(this_month(), -months)


def tally(
    unit: Unit, months: int, counts: Mapping[str, int] | None = None, *, is_shown: bool = True
) -> CaseTally:
    """Of so many months ago."""
    figures = Tally(Figures(MANY if counts is None else counts), is_shown)
    return CaseTally.objects.create(
        unit=unit, month=month_back(months), figures=figures.as_json(), made_at=timezone.now()
    )


def counted() -> TallyRun:
    return TallyRun.objects.create(made_at=timezone.now(), last_step=last_step())
