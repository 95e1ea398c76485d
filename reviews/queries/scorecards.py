"""Adopted scorecards, and which of them is for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from lms.people.models import PostGroup
from reviews.models import ScorecardVersion
from reviews.rules.scorecard import Scorecard


@dataclass(frozen=True)
class Cards:
    """The scorecards that were the newest at a moment: by the code of their post group, and the one
    for everybody else."""

    of_groups: Mapping[str, ScorecardVersion]
    general: ScorecardVersion | None

    def version_for(self, group: str) -> ScorecardVersion | None:
        return self.of_groups.get(group, self.general)

    def token_for(self, group: str) -> str | None:
        version = self.version_for(group)
        return version.token if version else None

    def by_token(self) -> dict[str, Scorecard]:
        versions = [*self.of_groups.values(), *([self.general] if self.general else [])]
        return {version.token: version.card for version in versions}


def cards_at(moment: datetime) -> Cards:
    """One query."""
    newest: dict[str, ScorecardVersion] = {}
    found = ScorecardVersion.objects.filter(adopted_at__lte=moment).select_related("group")
    for version in found.order_by("number"):
        newest[version.group.code if version.group else ""] = version
    general = newest.pop("", None)
    return Cards(newest, general)


def versions_in_use() -> list[ScorecardVersion]:
    """Those of post groups, then the one for everybody else. One query."""
    cards = cards_at(timezone.now())
    return [*cards.of_groups.values(), *([cards.general] if cards.general else [])]


def cards_named(tokens: Iterable[str]) -> dict[str, Scorecard]:
    """By token. One query."""
    found = ScorecardVersion.objects.filter(token__in=set(tokens))
    return {version.token: version.card for version in found}


def versions_of(group: PostGroup | None) -> QuerySet[ScorecardVersion]:
    """Newest first; of no group, those for everybody else."""
    found = ScorecardVersion.objects.filter(group=group).select_related("adopted_by", "group")
    return found.order_by("-number")
