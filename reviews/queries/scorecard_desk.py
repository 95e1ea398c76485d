"""The scorecards of all post groups as the desk lists them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from lms.people.models import PostGroup
from reviews.models import ScorecardDraft, ScorecardVersion
from reviews.models.scorecard import GENERAL
from reviews.queries.scorecards import Cards, cards_at
from reviews.rules.scorecard_changes import Change, changes_between
from reviews.rules.scorecard_faults import Fault, faults_of


@dataclass(frozen=True)
class GroupRow:
    """A post group, None for all that have no scorecard of their own; `faults` are the draft's."""

    group: PostGroup | None
    version: ScorecardVersion | None
    draft: ScorecardDraft | None
    faults: tuple[Fault, ...] = ()

    @property
    def key(self) -> int:
        """The group's in addresses."""
        return self.group.pk if self.group else GENERAL


def groups_with_cards() -> list[GroupRow]:
    """All post groups, then the rest of the posts. Three queries."""
    cards = cards_at(timezone.now())
    drafts = {
        draft.group_id: draft
        for draft in ScorecardDraft.objects.select_related("group", "changed_by")
    }
    return [
        _row(group, cards, drafts.get(group.pk if group else None))
        for group in [*PostGroup.objects.order_by("position", "code"), None]
    ]


def _row(group: PostGroup | None, cards: Cards, draft: ScorecardDraft | None) -> GroupRow:
    version = cards.of_groups.get(group.code) if group else cards.general
    faults = tuple(faults_of(draft.card)) if draft else ()
    return GroupRow(group, version, draft, faults)


def draft_of(group: PostGroup | None) -> ScorecardDraft | None:
    found = ScorecardDraft.objects.filter(group=group)
    return found.select_related("group", "changed_by").first()


@dataclass(frozen=True)
class VersionLine:
    version: ScorecardVersion
    changes: tuple[Change, ...]
    is_first: bool


def history(versions: list[ScorecardVersion]) -> Iterator[VersionLine]:
    """What each version changed against the one before it, the newest first."""
    for version, older in zip(versions, [*versions[1:], None], strict=True):
        changes = changes_between(older.card, version.card) if older else []
        yield VersionLine(version, tuple(changes), older is None)
