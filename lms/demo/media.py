"""Recordings and documents of `content/media/`, and the blocks that show them.

`media.yaml` lists them. What belongs to a recording lies beside it under the same name: captions
(`.zh-hans.vtt`, `.en.vtt`), a transcript (`.txt`, `.en.txt`) and a poster picture (`.webp`).
"""

from functools import cache
from pathlib import Path
from typing import Any

from django.core.files import File

from lms.demo.blocks import BUILDERS, Library
from lms.demo.files import CONTENT, read
from lms.files.checks.captions import read_captions
from lms.files.checks.recordings import VIDEO
from lms.files.models import Handout, Recording

MEDIA = CONTENT / "media"


def load_recordings() -> dict[str, Recording]:
    """Every recording by its file name; those in the library already are kept."""
    kept = Recording.objects.filter(source__isnull=False)
    known = {str(one.source): one for one in kept}
    for row in _rows():
        path = MEDIA / row["file"]
        if path.suffix != ".pdf" and path.name not in known:
            known[path.name] = _recording(path, row)
    return known


def load_handouts() -> dict[str, Handout]:
    """Every document by its file name; those in the library already are kept."""
    known = {one.source: one for one in Handout.objects.filter(source__isnull=False)}
    for row in _rows():
        path = MEDIA / row["file"]
        if path.suffix == ".pdf" and path.name not in known:
            handout = Handout(title=row["title"], source=path.name)
            with path.open("rb") as file:
                handout.file.save(path.name, File(file), save=False)
                handout.measure()
            handout.save()
            known[path.name] = handout
    return known


@cache
def _rows() -> list[dict[str, Any]]:
    return list(read(MEDIA / "media.yaml"))


def _recording(path: Path, row: dict[str, Any]) -> Recording:
    recording = Recording(
        title=row["title"],
        source=path.name,
        type="video" if path.suffix[1:] in VIDEO else "audio",
        duration=row["seconds"],
        width=row.get("width"),
        height=row.get("height"),
        captions_zh_hans=_captions(path, ".zh-hans.vtt"),
        captions_en=_captions(path, ".en.vtt"),
        transcript=_text(path, ".txt"),
        transcript_en=_text(path, ".en.txt"),
    )
    poster = path.with_suffix(".webp")
    if poster.exists():
        with poster.open("rb") as picture:
            recording.thumbnail.save(poster.name, File(picture), save=False)
    with path.open("rb") as file:
        recording.file.save(path.name, File(file), save=False)
    recording.save()
    return recording


def _captions(path: Path, ending: str) -> str:
    beside = path.with_suffix(ending)
    return read_captions(beside.read_bytes()) if beside.exists() else ""


def _text(path: Path, ending: str) -> str:
    beside = path.with_suffix(ending)
    return beside.read_text(encoding="utf-8") if beside.exists() else ""


def _playing(row: Any, library: Library) -> dict[str, Any]:
    return {
        "recording": library.media[row["file"]],
        "title": row.get("title", ""),
        "caption": row.get("caption", ""),
    }


def _gallery(row: Any, library: Library) -> dict[str, Any]:
    pictures = [
        {"picture": library.image(one), "caption": one.get("caption", "")}
        for one in row["pictures"]
    ]
    return {"title": row.get("title", ""), "pictures": pictures}


def _document(row: Any, library: Library) -> dict[str, Any]:
    return {
        "document": library.documents[row["file"]],
        "title": row.get("title", ""),
        "note": row.get("note", ""),
    }


BUILDERS |= {"video": _playing, "audio": _playing, "gallery": _gallery, "document": _document}
