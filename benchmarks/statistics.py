"""The statistics page of a quiz that 100,000 people have sat, of one of its questions and of the
list, against a bare view of a signed-in person in the same process; and how long the worker takes
to work the statistics out, with the memory that takes. `--count N` for another number of sittings.
`DATABASE_URL` chooses the engine; the database is always a new one, so that no site's own is ever
filled with made-up sittings.
"""

import resource
import sys
from dataclasses import asdict, dataclass
from functools import partial
from time import perf_counter
from typing import Any

from benchmarks.ground import scratch, site
from benchmarks.ground.measure import in_turn, print_json, report

NAME = "statistics"
COUNT = int(sys.argv[sys.argv.index("--count") + 1]) if "--count" in sys.argv else 100_000


@dataclass(frozen=True)
class Recomputation:
    """By the worker's own action, from the rows to what is kept."""

    sittings: int
    seconds: float
    seconds_per_100_000: float
    largest_mb: int


def main() -> None:
    from django.db import connections

    scratch.make(NAME)
    try:
        show()
    finally:
        connections.close_all()
        scratch.drop(NAME)


def show() -> None:
    from django.core.management import call_command

    from benchmarks.ground import statistics as ground

    call_command("collectstatic", interactive=False, verbosity=0)
    quiz = ground.make(COUNT)
    work = recomputed(quiz)
    results = pages(quiz, site.session_cookie(ground.TRAINER))
    if "--json" in sys.argv[1:]:
        print_json(NAME, results, recomputation=asdict(work))
        return
    report(NAME, results)
    print(f"worked out in {work.seconds} s ({work.seconds_per_100_000} s per 100,000 sittings)")
    print(f"largest: {work.largest_mb} MB of memory")


def recomputed(quiz: Any) -> Recomputation:
    from assessments.actions.make_statistics import make_statistics
    from lms.people.models import Employee

    start = perf_counter()
    make_statistics(actor=Employee.objects.system(), quiz=quiz, attempts="first")
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Recomputation(COUNT, round(seconds, 2), round(seconds * 100_000 / COUNT, 2), peak)


def pages(quiz: Any, cookie: str) -> list[Any]:
    from assessments.models import Question

    address = f"/desk/statistics/{quiz.code}/"
    code = Question.objects.order_by("code")[0].code
    cases = {
        f"quiz of {COUNT} sittings": address,
        "one of its questions": f"{address}{code}/",
        "list of quizzes": "/desk/statistics/",
    }
    floor = partial(site.get, "/floor/read/", cookie=cookie)
    return [
        in_turn(case, partial(site.get, path, cookie=cookie), floor, rounds=10, each=3, warm=2)
        for case, path in cases.items()
    ]


if __name__ == "__main__":
    main()
