"""How quizzes do: the list of those that were sat, and one of them with its questions."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from assessments.actions.ask_for_statistics import ask_for_statistics
from assessments.enums import Attempts
from assessments.forms.statistics import QuizSearch, attempts_in
from assessments.models import Quiz
from assessments.policies.statistics import check_can_see_statistics, people_counted
from assessments.queries.statistics.charts import histogram, item_map
from assessments.queries.statistics.items import COLUMNS, item_rows
from assessments.queries.statistics.lists import quiz_rows, quizzes_sat
from assessments.queries.statistics.snapshots import Kept, statistics_for
from assessments.queries.statistics.words import NAMES, basis_in_words, too_few, whole_in_words
from assessments.rules.statistics.figures import Statistics
from assessments.rules.statistics.intervals import LEAST
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 20


@login_required
@require_safe
def statistics(request: StaffRequest) -> HttpResponse:
    """The quizzes that people whom one counts have handed in."""
    check_can_see_statistics(request.user)
    people, search = people_counted(request.user), QuizSearch(request.GET)
    found = quizzes_sat(people, search.wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "here": "statistics",
        "filter": search,
        "page": page,
        "rows": quiz_rows(page, people),
        "is_everybody": people is None,
    }
    return render(request, "assessments/statistics/list.html", context)


@dataclass(frozen=True)
class Asked:
    """Of which quiz and attempts a page is, and what there is of them."""

    quiz: Quiz
    attempts: Attempts
    kept: Kept | None
    is_everybody: bool

    @property
    def is_wanted(self) -> bool:
        """Whether it has to be worked out, for the first time or anew."""
        return self.kept is None or self.kept.is_stale

    @property
    def context(self) -> dict[str, Any]:
        return {
            "here": "statistics",
            "quiz": self.quiz,
            "attempts": self.attempts,
            "choices": Attempts.choices,
            "kept": self.kept,
            "is_everybody": self.is_everybody,
            "is_wanted": self.is_wanted,
        }


def asked_by(request: StaffRequest, code: str) -> Asked:
    """What is old is worked out anew by the worker. Raises `NotAllowed`, Http404."""
    check_can_see_statistics(request.user)
    people, attempts = people_counted(request.user), attempts_in(request.GET)
    quiz = get_object_or_404(Quiz, code=code)
    asked = Asked(quiz, attempts, statistics_for(quiz, attempts, people), people is None)
    if asked.is_wanted:
        ask_for_statistics(actor=request.user, quiz=quiz, attempts=attempts)
    return asked


@login_required
@require_safe
def quiz_statistics(request: StaffRequest, code: str) -> HttpResponse:
    """One quiz. With `wait` in its address, only whether it is time to look again."""
    asked = asked_by(request, code)
    if "wait" in request.GET:
        return HttpResponse(status=204) if asked.is_wanted else HttpResponseClientRefresh()
    found = _shown(request, asked, asked.kept.statistics) if asked.kept else {}
    return render(request, "assessments/statistics/quiz.html", asked.context | found)


def _shown(request: StaffRequest, asked: Asked, statistics: Statistics) -> dict[str, Any]:
    whole, rows = statistics.whole, item_rows(statistics)
    flagged = [row for row in rows if row.flags]
    is_narrowed = request.GET.get("only") == "flagged"
    page = Paginator(flagged if is_narrowed else rows, PAGE_SIZE)
    return {
        "whole": whole,
        "figures": whole_in_words(whole),
        "basis": basis_in_words(whole),
        "too_few": too_few() if 0 < whole.n < LEAST else "",
        "histogram": histogram(whole, asked.quiz.pass_percent),
        "dots": item_map(rows),
        "columns": [NAMES[name] for name in COLUMNS],
        "rows": rows,
        "flagged": flagged,
        "is_narrowed": is_narrowed,
        "page": page.get_page(request.GET.get("page")),
    }
