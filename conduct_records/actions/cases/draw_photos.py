from collections.abc import Iterable
from hashlib import sha256
from typing import IO

from django.core.files.base import ContentFile

from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.errors import PictureCannotBeDrawn
from conduct_records.models import Incident
from lms.files.viewing import CannotBeDrawn, redrawn


def drawn_photos(files: Iterable[IO[bytes]]) -> dict[str, bytes]:
    """The pictures anew, nothing but their pixels, each once, by its hash: neither the place, the
    camera nor the name of the file remains. Takes seconds, and runs before any transaction.

    Raises `PictureCannotBeDrawn`.
    """
    drawn: dict[str, bytes] = {}
    for file in files:
        file.seek(0)
        try:
            content, __ = redrawn(file, is_pdf=False)
        except CannotBeDrawn:
            raise PictureCannotBeDrawn from None
        drawn[sha256(content).hexdigest()] = content
    return drawn


def photos_to_keep(incident: Incident, drawn: dict[str, bytes]) -> list[HandedIn]:
    """Those that are not there yet, under names that say nothing."""
    stored = incident.evidence.filter(case__isnull=True)
    known = set(stored.values_list("sha256", flat=True))
    new = [content for found, content in drawn.items() if found not in known]
    names = (f"photo-{number}.webp" for number in range(len(known) + 1, len(known) + len(new) + 1))
    return [
        HandedIn(ContentFile(content, name), name) for name, content in zip(names, new, strict=True)
    ]
