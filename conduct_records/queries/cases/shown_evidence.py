"""Evidence as somebody gets to see it. What a file is called, which device it came from and what
is said of its origin may tell who reported it: whoever may not know reads "Photo 1"."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db.models import Q
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from conduct_records.enums import EvidenceKind
from conduct_records.models import Evidence
from conduct_records.queries.cases.identities import called
from conduct_records.rules.cases.identities import Veil
from lms.people.models import Employee

NAMES: dict[str, str | Promise] = {
    EvidenceKind.PICTURE: gettext_lazy("Photo %(number)d"),
    EvidenceKind.PDF: gettext_lazy("PDF %(number)d"),
    EvidenceKind.RECORDING: gettext_lazy("Recording %(number)d"),
    EvidenceKind.DOCUMENT: gettext_lazy("Document %(number)d"),
}


@dataclass(frozen=True)
class ShownEvidence:
    """A piece of evidence with what is said of it to one reader."""

    row: Evidence
    name: str
    about: str = ""
    origin: str = ""
    device: str = ""

    @property
    def saved_as(self) -> str:
        """The name under which the original is handed out: it keeps what kind of file it is."""
        suffix = PurePosixPath(self.row.name).suffix
        return self.name if self.name.endswith(suffix) else f"{self.name}{suffix}"


def shown_to(reader: Employee, veil: Veil, rows: Iterable[Evidence]) -> list[ShownEvidence]:
    """In their order; `rows` are all of an incident's report, or all that belong to a case."""
    found = list(rows)
    neutral = neutral_names(found)
    return [_shown(reader, veil, each, neutral[each.pk]) for each in found]


def one_shown(reader: Employee, veil: Veil, row: Evidence) -> ShownEvidence:
    """One more query than `shown_to`: what it is called depends on the others."""
    return _shown(reader, veil, row, neutral_name(row))


def neutral_name(row: Evidence) -> str:
    beside = Evidence.objects.filter(incident=row.incident_id)
    beside = beside.filter(Q(case__isnull=True) | Q(case=row.case_id))
    return neutral_names(beside.only("pk", "kind", "case"))[row.pk]


def neutral_names(rows: Iterable[Evidence], language: str | None = None) -> dict[int, str]:
    """By key, what each is called that says nothing of its own: by kind and number, what came with
    the report first. In the reader's language unless another is given."""
    counts: dict[str, int] = defaultdict(int)
    found = {}
    with translation.override(language or translation.get_language() or "zh-hans"):
        for row in sorted(rows, key=lambda each: (each.case_id is not None, each.pk)):
            counts[row.kind] += 1
            found[row.pk] = str(NAMES[row.kind]) % {"number": counts[row.kind]}
    return found


def _shown(reader: Employee, veil: Veil, row: Evidence, neutral: str) -> ShownEvidence:
    if row.added_by_id == reader.pk or not (veil.hidden or veil.hides_reporter or veil.lacks_names):
        return ShownEvidence(row, row.name, row.about, row.origin, row.device)
    if not veil.names_files:
        return ShownEvidence(row, neutral)
    came_with_report = row.case_id is None and veil.hides_reporter
    return ShownEvidence(
        row,
        neutral if came_with_report or veil.lacks_names else veil.over(row.name, called),
        veil.over_report(row.about, called),
        "" if came_with_report else veil.over_report(row.origin, called),
        "" if came_with_report else row.device,
    )
