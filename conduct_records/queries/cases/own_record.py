"""All of somebody's cases together: what counts now, what waits, what is to be learned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from conduct_records.queries.cases.own import OwnCase
from conduct_records.rules.cases.measures import Training
from conduct_records.rules.cases.records import falling
from courses.queries import Journey


@dataclass(frozen=True)
class OwnRecord:
    """All of somebody's cases, as their record puts them."""

    cases: Sequence[OwnCase]

    @property
    def current(self) -> list[OwnCase]:
        return [each for each in self.cases if each.is_current and not each.is_commendation]

    @property
    def commendations(self) -> list[OwnCase]:
        return [each for each in self.cases if each.is_current and each.is_commendation]

    @property
    def over(self) -> list[OwnCase]:
        return [each for each in self.cases if not each.is_current]

    @property
    def counting(self) -> int:
        return sum(each.counts for each in self.current)

    @property
    def points(self) -> int:
        counting = (each.record for each in self.current if each.counts)
        return sum(record.points for record in counting if record is not None)

    @property
    def falling(self) -> list[tuple[date, int]]:
        """When the sum of points goes down, and what it is then."""
        records = [each.record for each in self.current if each.record is not None]
        return falling(records, self.current[0].today) if records else []

    @property
    def waiting(self) -> list[OwnCase]:
        """Those in which something waits for the person."""
        return [each for each in self.cases if each.paper or each.answer_by]

    @property
    def papers(self) -> int:
        return sum(len(each.notices) for each in self.cases)


@dataclass(frozen=True)
class OrderedTraining:
    """A course that a decision orders, with the person's way through it once they are enrolled."""

    own: OwnCase
    training: Training
    journey: Journey | None

    @property
    def days_left(self) -> int:
        return (self.training.due_on - self.own.today).days


def ordered_training(
    cases: Iterable[OwnCase], journeys: Iterable[Journey]
) -> list[OrderedTraining]:
    """What is still to be done of it, the soonest due first."""
    by_course = {journey.outline.key: journey for journey in journeys}
    found = []
    for own in cases:
        if own.training is None or own.file.is_over:
            continue
        journey = by_course.get(UUID(own.training.course))
        if journey is None or not journey.is_completed:
            found.append(OrderedTraining(own, own.training, journey))
    return sorted(found, key=lambda each: each.training.due_on)
