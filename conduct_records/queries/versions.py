"""Which version of the codebook holds on a day."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from conduct_records.enums import CodebookState
from conduct_records.models import CodebookDraft, CodebookVersion


def in_force_on(day: date) -> CodebookVersion | None:
    """Of those whose day has come, the last one."""
    versions = CodebookVersion.objects.filter(effective_on__lte=day)
    return versions.order_by("-effective_on", "-number").first()


def in_force() -> CodebookVersion | None:
    return in_force_on(timezone.localdate())


def to_sign() -> CodebookVersion | None:
    """The newest published one: it can be signed before its day comes, so that it binds from it."""
    published = CodebookVersion.objects.filter(published_on__lte=timezone.localdate())
    return published.order_by("-number").first()


def state_of(
    version: CodebookVersion, versions: Sequence[CodebookVersion], day: date
) -> CodebookState:
    """What the version is on a day, among all there are."""
    assert version.effective_on is not None
    if version.effective_on > day:
        return CodebookState.ADOPTED
    later = (each for each in versions if each.number > version.number)
    if any(each.effective_on is not None and each.effective_on <= day for each in later):
        return CodebookState.SUPERSEDED
    return CodebookState.IN_FORCE


def versions_with_counts() -> QuerySet[CodebookVersion]:
    """All versions, the newest first, each with `signed`, how many people signed it."""
    signed = Count("signatures__employee", distinct=True)
    return CodebookVersion.objects.select_related("adopted_by").annotate(signed=signed)


def draft() -> CodebookDraft | None:
    return CodebookDraft.objects.select_related("based_on", "created_by").first()
