"""Video and audio: the container is what the extension says."""

from collections.abc import Callable
from typing import IO

from lms.files.checks.names import check_name
from lms.files.checks.reading import start_of
from lms.files.errors import NotWhatItSays

HEAD = 4096


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_webm(head: bytes) -> bool:
    """An EBML head whose document type is webm; Matroska of the same shape is not played."""
    return head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]


def _is_mp3(head: bytes) -> bool:
    """A tag, or the first frame: eleven set bits, a layer and a bit rate that exist."""
    if head.startswith(b"ID3"):
        return True
    return (
        len(head) > 2
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and head[1] & 0x06 == 0x02
        and head[2] & 0xF0 not in (0x00, 0xF0)
    )


def _is_wav(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def _is_ogg(head: bytes) -> bool:
    return head.startswith(b"OggS")


VIDEO: dict[str, Callable[[bytes], bool]] = {"m4v": _is_mp4, "mp4": _is_mp4, "webm": _is_webm}
AUDIO: dict[str, Callable[[bytes], bool]] = {
    "m4a": _is_mp4,
    "mp3": _is_mp3,
    "ogg": _is_ogg,
    "wav": _is_wav,
}


def check_recording(file: IO[bytes], name: str, *, is_video: bool) -> None:
    """Raises `UnknownKind`, `HiddenKind` or `NotWhatItSays`."""
    kinds = VIDEO if is_video else AUDIO
    extension = check_name(name, kinds)
    if not kinds[extension](start_of(file, HEAD)):
        raise NotWhatItSays(extension=extension)
