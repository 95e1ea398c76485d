"""Inspection sheets and their versions."""

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from assessments.models import InspectionSheet, SheetVersion
from lms.people.models import Post


def sheets() -> QuerySet[InspectionSheet]:
    """With the newest version of each (`current_version`) and the number of their observations.
    Two queries."""
    newest = SheetVersion.objects.filter(sheet=OuterRef("sheet")).order_by("-number")
    only = SheetVersion.objects.filter(number=Subquery(newest.values("number")[:1]))
    return (
        InspectionSheet.objects.select_related("line")
        .prefetch_related(Prefetch("versions", only, to_attr="newest"))
        .annotate(observation_count=Count("versions__observations"))
    )


def sheets_in_use(post: Post | None = None) -> QuerySet[InspectionSheet]:
    """Those that are offered; with a post, its line's own first, then those for every line."""
    found = sheets().filter(is_retired=False)
    if post is None:
        return found
    its = found.filter(Q(line=post.group_id) | Q(line=None))
    return its.order_by(F("line").asc(nulls_last=True), "code")


def versions_of(sheet: InspectionSheet) -> list[SheetVersion]:
    """All, the newest first, each with its author and the number of `made` observations."""
    found = sheet.versions.select_related("created_by").annotate(made=Count("observations"))
    return list(found.order_by("-number"))
