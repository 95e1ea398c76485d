"""Gathers what the statistics of a quiz are made of, some hundred sittings at a time: what stays in
memory are two whole numbers for each mark, and each different answer once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from assessments.models import QuestionVersion, Response, SittingItem
from assessments.queries.statistics.attempts import SittingRow, in_hundredths
from assessments.rules.kinds import interaction
from assessments.rules.statistics.compose import Drawn, Gathered
from assessments.rules.statistics.options import KINDS
from assessments.rules.statistics.samples import (
    HUNDREDTHS,
    SHARES,
    Group,
    ItemSample,
    PlaceSample,
    Tally,
    groups_of,
    share_of,
)

# So many sittings at once, as so many parameters a statement may have on every engine.
AT_ONCE = 500


@dataclass(frozen=True)
class _Item:
    """A question on a paper; `mark` in hundredths."""

    pk: int
    sitting: Any
    position: int
    version: int
    keyed: int | None
    is_waived: bool
    mark: int


@dataclass
class Gathering:
    """Goes once through the papers of `rows`."""

    rows: Sequence[SittingRow]
    gathered: Gathered = field(default_factory=Gathered)
    _versions: dict[int, QuestionVersion] = field(default_factory=dict)
    _keyed: dict[int, int] = field(default_factory=dict)

    def run(self) -> tuple[Gathered, dict[int, Drawn]]:
        sittings = self.gathered.sittings
        for row in self.rows:
            sittings.add(row.score, row.worth, passed=row.passed, is_suspended=row.is_suspended)
        self._is_alike = sittings.worth is not None
        groups = groups_of(sittings.reached())
        for start in range(0, len(self.rows), AT_ONCE):
            part = self.rows[start : start + AT_ONCE]
            self._take(part, groups[start : start + AT_ONCE])
        return self.gathered, self._drawn()

    def _take(self, rows: Sequence[SittingRow], groups: Sequence[Group]) -> None:
        papers = {row.pk: (row, group) for row, group in zip(rows, groups, strict=True)}
        items = list(_items(papers))
        self._learn(items)
        answers = dict(_answers(papers))
        for item in items:
            row, group = papers[item.sitting]
            self._add(item, row, group, answers.get(item.pk))

    def _add(self, item: _Item, row: SittingRow, group: Group, answer: str | None) -> None:
        version = self._versions[item.version]
        sample = self._sample(version, row)
        rest = row.score - item.mark
        if not self._is_alike:
            others = row.worth - sample.worth
            rest = share_of(rest, others) if others else 0
        if item.is_waived:
            sample.waived += 1
        else:
            sample.xs.append(item.mark)
            sample.rests.append(rest)
        self.gathered.places.setdefault(item.position, PlaceSample()).add(item.mark)
        tally = self.gathered.tallies.setdefault(item.version, Tally())
        tally.groups[group] += 1
        if answer is not None:
            tally.add(answer, group, rest)
        if item.keyed is not None:
            self._keyed[item.version] = max(item.keyed, self._keyed.get(item.version, 0))

    def _sample(self, version: QuestionVersion, row: SittingRow) -> ItemSample:
        name = (version.question_id, version.marks)
        if (sample := self.gathered.items.get(name)) is None:
            others = row.worth - version.marks * HUNDREDTHS
            sample = ItemSample(version.marks, others if self._is_alike else SHARES)
            self.gathered.items[name] = sample
        return sample

    def _learn(self, items: Iterable[_Item]) -> None:
        """Read the versions that were not met before; mostly none."""
        unknown = {item.version for item in items} - self._versions.keys()
        if unknown:
            self._versions |= QuestionVersion.objects.in_bulk(unknown)

    def _drawn(self) -> dict[int, Drawn]:
        keys = QuestionVersion.objects.in_bulk(set(self._keyed.values()))
        return {pk: _bound(each, keys.get(self._keyed.get(pk, 0))) for pk, each in self._known()}

    def _known(self) -> Iterator[tuple[int, QuestionVersion]]:
        return ((pk, each) for pk, each in self._versions.items() if pk in self.gathered.tallies)


def _bound(version: QuestionVersion, keyed: QuestionVersion | None) -> Drawn:
    key = keyed or version
    return Drawn(
        version=version.pk,
        keyed=key.pk,
        question=version.question_id,
        marks=version.marks,
        kind=version.kind,
        bound=interaction(version.kind, version.content, key.key),
    )


def _items(papers: Iterable[Any]) -> Iterator[_Item]:
    """One query."""
    found = SittingItem.objects.filter(sitting__in=list(papers), mark__isnull=False).order_by()
    rows = found.values_list(
        "pk", "sitting", "position", "version", "key_version", "is_waived", in_hundredths("mark")
    )
    return (_Item(*row) for row in rows)


def _answers(papers: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """Of the questions where one chooses, the answer that stands, as text; later ones of an item
    come later. One query."""
    found = Response.objects.filter(
        Q(counts=True) | Q(decision__is_allowed=True),
        item__sitting__in=list(papers),
        item__version__kind__in=KINDS,
    )
    in_order = found.order_by("epoch", "revision", "pk")
    return iter(in_order.values_list("item", Cast("answer", TextField())))
