"""A file of `content/cases/` (`docs/content.md`) as what the actions take: days become moments,
staff numbers people, yuan fen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.core.files.base import ContentFile
from django.utils import timezone

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.models import Evidence, Incident
from conduct_records.queries.cases.packs import pack_for
from conduct_records.rules.cases.deductions import Basis, Deduction, Rest, fen_of
from conduct_records.rules.cases.measures import Ending, Leaving, Training
from conduct_records.rules.cases.procedure import StepKind
from conduct_records.rules.cases.step_content import content_of
from conduct_records.rules.cases.steps import Finding, Service
from conduct_records.rules.codebook import Sanction
from courses.models import CoursePage
from lms.demo import clock
from lms.demo.files import CONTENT, read
from lms.people.models import Employee

FOLDER = CONTENT / "cases"
EVIDENCE = FOLDER / "evidence"
FORMS = UUID("5b0f6f7e-6d0c-4c53-9d5e-3b1f0d3c7a10")
# What a step's row says beside its content.
ABOUT_THE_STEP = ("day", "time", "by", "step", "files")
PEOPLE = ("investigator", "person", "attended_by")
MONEY = ("wage", "amount")
MOMENTS = ("answer_by", "hearing_at")

Row = dict[str, Any]


def person(number: str) -> Employee:
    return Employee.objects.select_related("unit", "post").get(staff_number=number)


@dataclass(frozen=True)
class Event:
    """Something that happened in a story; `number` counts from 0, the report."""

    story: "Story"
    number: int
    at: datetime
    row: Row

    @property
    def form_id(self) -> UUID:
        """The same at every loading, so that it is done once."""
        return uuid5(FORMS, f"{self.story.name}/{self.number}")

    @cached_property
    def actor(self) -> Employee:
        return person(self.row["by"])


class Story:
    """An incident with what became of it; read before the clock is moved, for its days count from
    today."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.row: Row = read(path)
        self.today = timezone.localdate()
        rows = [{**self.row["incident"], "step": "reported"}, *self.row.get("steps", ())]
        self.events = [
            Event(self, number, self.moment(row["day"], row["time"]), row)
            for number, row in enumerate(rows)
        ]
        said = self.row["incident"]
        self.happened_at = self.moment(*said["happened"])
        self.known_at = self.moment(*said.get("known", said["happened"]))

    @property
    def incident(self) -> Incident:
        return Incident.objects.get(form_id=self.events[0].form_id)

    @cached_property
    def subject(self) -> Employee:
        return person(self.row["about"])

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)

    def moment(self, days: int, at: str) -> datetime:
        return clock.moment(self.day(days), at)


def course_of(code: str) -> CoursePage:
    return CoursePage.objects.get(code=code, locale__language_code="zh-hans")


def handed_in(rows: list[Row]) -> list[HandedIn]:
    return [
        HandedIn(
            ContentFile((EVIDENCE / row["file"]).read_bytes(), name=row["file"]),
            str(row.get("name", row["file"])),
            about=row.get("about", ""),
            origin=row.get("origin", ""),
        )
        for row in rows
    ]


def content(event: Event) -> Any:
    """What a step without an action of its own says."""
    said = {name: value for name, value in event.row.items() if name not in ABOUT_THE_STEP}
    return content_of(StepKind(event.row["step"]), dict(_plain(event, said)))


def service(event: Event) -> Service:
    return msgspec.convert(dict(_plain(event, event.row["service"])), Service)


def _plain(event: Event, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names in the values a step keeps them in."""
    if event.row["step"] == StepKind.INSTALMENT_TAKEN:
        pack = pack_for(event.story.subject.unit, event.at.date())
        yield from {"month": f"{event.at:%Y-%m}", "minimum": pack.minimum_wage}.items()
    for name, value in said.items():
        if name in PEOPLE:
            yield name, person(value).token
        elif name in MONEY:
            yield name, fen_of(value)
        elif name in MOMENTS:
            yield name, event.story.moment(*value)
        elif name == "witnesses":
            yield name, [person(number).token for number in value]
        elif name == "scan":
            yield name, _evidence(event.story, value)
        elif name == "evidence":
            many = isinstance(value, list)
            yield (
                name,
                [_evidence(event.story, v) for v in value]
                if many
                else _evidence(event.story, value),
            )
        elif isinstance(value, dict):
            yield name, dict(_plain(event, value))
        else:
            yield name, value


def _evidence(story: Story, name: str) -> str:
    return Evidence.objects.get(incident=story.incident, name=name).token


def findings(event: Event) -> tuple[Finding, ...]:
    return tuple(
        Finding(row["rule"], row.get("is_proven", True), row["reasons"])
        for row in event.row["findings"]
    )


def parts(event: Event) -> Parts:
    row = event.row
    return Parts(
        warning=Sanction(row["warning"]) if "warning" in row else None,
        deduction=_deduction(event, row["deduction"]) if "deduction" in row else None,
        ending=_ending(event.story, row["ending"]) if "ending" in row else None,
        training=_training(event.story, row["training"]) if "training" in row else None,
    )


def _deduction(event: Event, row: Row) -> Deduction:
    pack = pack_for(event.story.subject.unit, event.at.date())
    assert pack.minimum_wage is not None
    return Deduction(
        basis=Basis(row["basis"]),
        reference=row["reference"],
        amount=fen_of(row["amount"]),
        month=f"{event.at:%Y-%m}",
        wage=fen_of(row["wage"]),
        minimum=pack.minimum_wage,
        percent=pack.deduction_percent,
        rest_is=Rest(row.get("rest_is", Rest.WAIVED)),
        bonus=fen_of(row["bonus"]) if "bonus" in row else None,
        loss=fen_of(row["loss"]) if "loss" in row else None,
    )


def _ending(story: Story, row: Row) -> Ending:
    return Ending(Leaving(row["way"]), story.day(row["last_day"]), row.get("agency", ""))


def _training(story: Story, row: Row) -> Training:
    course = course_of(row["course"])
    return Training(str(course.translation_key), course.title, story.day(row["due"]))
