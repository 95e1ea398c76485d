from collections.abc import Iterable

from django.db.models import Q
from django.db.models.fields.files import FieldFile

from conduct_records.models import Evidence, EvidenceView


def erase_evidence(wanted: Q) -> list[FieldFile]:
    """Empty pieces of evidence and forget their viewing copies; the files that are left to be
    deleted. Inside `lms.ledger.actions.erasing.erasing`."""
    evidence = Evidence.objects.filter(wanted)
    views = EvidenceView.objects.filter(evidence__in=evidence)
    files = [*_files(row.file for row in evidence), *_files(view.file for view in views)]
    views.delete()
    Evidence.objects.filter(wanted).redact(file="", name="", about="", origin="", device="")
    return files


def _files(files: Iterable[FieldFile]) -> list[FieldFile]:
    return [file for file in files if file]
