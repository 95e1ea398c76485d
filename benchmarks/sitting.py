"""Journeys through an examination: sign in, start, twenty single saves, submit, review; by one
person and by eight at once, over HTTP against the site as `script/server` starts it. The floor, in
the same run on the same server, is a bare authenticated view that does one UPDATE
(`ground.floor.views`).

Each round all people take the same step at the same time and then wait for one another, so that a
step is measured by itself; the floor's requests, as many as the saves, come in the same round.
`ratio` is saves per second over the floor's requests per second: 1 is as fast as the floor. Prints
JSON. `DATABASE_URL` chooses the engine; the database is always a new one.
"""

import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from uuid import uuid4

from benchmarks.ground import scratch, sitting
from benchmarks.ground.floor.apps import EXAMINATION
from benchmarks.ground.measure import print_json
from benchmarks.ground.web import JSON, Browser, number_in, server

NAME = "sitting"
# As `script/server` has them unless told otherwise.
WORKERS, THREADS = 2, 4
# How many rounds for how many people.
ROUNDS = {1: 20, 8: 6}
WARM = 2
FLOOR = "floor"


@dataclass(frozen=True)
class Percentiles:
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True)
class Result:
    """By so many people at once; latencies in milliseconds, by step."""

    concurrency: int
    journeys_per_s: float
    saves_per_s: float
    floor_per_s: float
    ratio: float
    latency_ms: dict[str, Percentiles]


class Person:
    """Somebody with a browser, who notes how long each answer took."""

    def __init__(self, port: int, staff_number: str) -> None:
        self.browser, self.staff_number = Browser(port), staff_number
        self.sitting = ""
        self.took: dict[str, list[float]] = {name: [] for name in (*STEPS, FLOOR)}

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.took[step].append(perf_counter() - start)

    def sign_in(self) -> None:
        fields = {"staff_number": self.staff_number, "password": sitting.PASSWORD}
        with self.timed("sign in"):
            self.browser.post("/sign-in/", fields, {})

    def start(self) -> None:
        with self.timed("start"):
            self.sitting = number_in(self.browser.post(f"/exams/{EXAMINATION}/", {}, {}))

    def save(self) -> None:
        for position in range(1, sitting.QUESTIONS + 1):
            fields = {"choice": position % 4, "client": uuid4(), "epoch": 0, "revision": 1}
            with self.timed("save"):
                said = self.browser.post(f"/sittings/{self.sitting}/{position}/", fields, JSON)
            if f'"{position}-1"' not in said:
                raise SystemExit(f"No receipt: {said}")

    def floor(self) -> None:
        for position in range(1, sitting.QUESTIONS + 1):
            fields = {"choice": position % 4, "client": uuid4(), "epoch": 0, "revision": 1}
            with self.timed(FLOOR):
                self.browser.post("/floor/update/", fields, JSON)

    def submit(self) -> None:
        with self.timed("submit"):
            self.browser.post(f"/sittings/{self.sitting}/submit/", {}, {})

    def review(self) -> None:
        with self.timed("review"):
            self.browser.get(f"/sittings/{self.sitting}/result/")


Step = Callable[[Person], None]
STEPS: dict[str, Step] = {
    "sign in": Person.sign_in,
    "start": Person.start,
    "save": Person.save,
    "submit": Person.submit,
    "review": Person.review,
}


def main() -> None:
    from django.core.management import call_command
    from django.db import connections

    scratch.make(NAME)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        staff_numbers = sitting.make(max(ROUNDS))
        connections.close_all()
        with server(workers=WORKERS, threads=THREADS) as port:
            measured(port, staff_numbers, WARM)
            results = [measured(port, staff_numbers[:n], rounds) for n, rounds in ROUNDS.items()]
        print_json(NAME, results, engine="PostgreSQL" if scratch.SERVER else "SQLite")
    finally:
        scratch.drop(NAME)


def measured(port: int, staff_numbers: list[str], rounds: int) -> Result:
    people = [Person(port, number) for number in staff_numbers]
    took: dict[str, float] = dict.fromkeys((*STEPS, FLOOR), 0.0)
    with ThreadPoolExecutor(len(people)) as pool:
        for number in range(rounds):
            for name, step in _steps(number):
                start = perf_counter()
                list(pool.map(step, people))
                took[name] += perf_counter() - start
    journeys = rounds * len(people)
    saves = journeys * sitting.QUESTIONS
    return Result(
        concurrency=len(people),
        journeys_per_s=round(journeys / sum(took[name] for name in STEPS), 2),
        saves_per_s=round(saves / took["save"], 1),
        floor_per_s=round(saves / took[FLOOR], 1),
        ratio=round(took[FLOOR] / took["save"], 3),
        latency_ms={name: _percentiles(people, name) for name in took},
    )


def _steps(number: int) -> Iterator[tuple[str, Step]]:
    """The journey, with the floor before and after the saves in turn."""
    for name, step in STEPS.items():
        parts = [(name, step)]
        if name == "save":
            parts.insert(number % 2, (FLOOR, Person.floor))
        yield from parts


def _percentiles(people: list[Person], step: str) -> Percentiles:
    times = [seconds * 1000 for person in people for seconds in person.took[step]]
    of_hundred = statistics.quantiles(times, n=100, method="inclusive")
    p50, p95, p99 = (round(of_hundred[percent - 1], 2) for percent in (50, 95, 99))
    return Percentiles(p50, p95, p99)


if __name__ == "__main__":
    main()
