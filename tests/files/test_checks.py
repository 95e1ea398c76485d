"""What is refused, and what is not, by its content."""

import io
import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.demo.files import PICTURES
from lms.files.checks.documents import check_document
from lms.files.checks.pdf import pages_of
from lms.files.checks.pictures import check_picture
from lms.files.checks.recordings import check_recording
from lms.files.errors import (
    ArchiveTooLarge,
    BrokenPicture,
    DrawingTooLarge,
    Encrypted,
    FileRefused,
    HasMacros,
    HiddenKind,
    HoldsPrograms,
    NotWhatItSays,
    OldOfficeFile,
    TooManyPixels,
    UnknownKind,
    UnsafeDrawing,
)
from tests.files import samples
from tests.files.samples import office, pdf, svg, zipped

SIDE = 'viewBox="0 0 9 9" width="{}" height="{}"'


def look(content: bytes) -> None:
    check_picture(io.BytesIO(content), megapixels=50)


def test_our_own_drawings_pass() -> None:
    for path in PICTURES.glob("*.svg"):
        look(path.read_bytes())


@pytest.mark.parametrize(
    "content",
    [
        samples.png(800, 600),
        svg(),
        svg('viewBox="0 0 9 9"'),
        svg("", "<title>图</title><style>.a{fill:url( '#g' )}</style>"),
        svg(inside='<image href="data:image/png;base64,AAAA"/><use href="#a"/>'),
        b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE svg>' + svg(),
    ],
)
def test_pictures_that_pass(content: bytes) -> None:
    look(content)


@pytest.mark.parametrize("size", [(30_000, 30_000), (12_000, 12_000), (50_001, 1000)])
def test_a_picture_bomb_is_refused_with_the_limit(size: tuple[int, int]) -> None:
    content = samples.png(*size)
    assert len(content) < 60_000
    with pytest.raises(TooManyPixels, match="50"):
        look(content)


@pytest.mark.parametrize(
    "size",
    ["inf", "1e999", "nan", "0", "-3", "1e9", "999999999999", "0.2", "abc", "9e-400", "5furlongs"],
)
def test_a_drawing_has_a_size_one_can_draw(size: str) -> None:
    for attributes in (SIDE.format(size, "9"), SIDE.format("9", size)):
        with pytest.raises(DrawingTooLarge, match="20000"):
            look(svg(attributes))


@pytest.mark.parametrize("box", ["0 0 1e999 9", "0 0 0 0", "0 0 9", "1e999 0 9 9", "a b c d"])
def test_a_drawing_has_a_box_one_can_draw(box: str) -> None:
    with pytest.raises(DrawingTooLarge):
        look(svg(f'viewBox="{box}"'))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        '<g onload="x()"/>',
        "<foreignObject/>",
        '<image href="https://example.org/a.png"/>',
        '<image xlink:href="//example.org/a.png"/>',
        '<image href="data:image/svg+xml,x"/>',
        '<a href="javascript:x()"/>',
        "<style>@import 'a.css';</style>",
        "<style>a{background:url(https://example.org/)}</style>",
        '<rect style="fill:url( http://example.org/#a)"/>',
        '<rect fill="url(other.svg#a)"/>',
    ],
)
def test_a_drawing_runs_and_fetches_nothing(inside: str) -> None:
    with pytest.raises(UnsafeDrawing):
        look(svg(inside=inside))


def test_a_drawing_that_laughs_a_thousand_million_times_is_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + svg(inside="&l9;").decode()
    with pytest.raises(UnsafeDrawing):
        look(text.encode())
    with pytest.raises(UnsafeDrawing):
        look(b'<?xml-stylesheet href="http://example.org/a.css"?>' + svg())


def test_a_drawing_that_draws_itself_over_and_over_is_refused() -> None:
    layers = "".join(
        f'<g id="g{n}">{f"<use href={chr(34)}#g{n + 1}{chr(34)}/>" * 10}</g>' for n in range(9)
    )
    for inside in (layers, '<g id="a"><use href="#a"/></g>'):
        with pytest.raises(UnsafeDrawing):
            look(svg(inside=inside))


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"<svg", b"\x89PNG\r\n\x1a\n", b"hello", samples.PROGRAM]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenPicture):
        look(content)


@given(st.binary(max_size=300), st.sampled_from([b"", b"<svg ", b"\x89PNG\r\n\x1a\n", b"GIF89a"]))
def test_nothing_but_a_refusal_comes_of_a_picture(content: bytes, head: bytes) -> None:
    with suppress(FileRefused):
        look(head + content)


@given(st.floats(), st.floats(), st.floats(), st.floats())
def test_a_drawing_that_passes_has_a_finite_size(
    width: float, height: float, box_width: float, box_height: float
) -> None:
    attributes = f'width="{width}" height="{height}" viewBox="0 0 {box_width} {box_height}"'
    try:
        look(svg(attributes))
    except DrawingTooLarge:
        return
    assert all(math.isfinite(side) and 0 < side <= 20_000 for side in (width, height))


DOCUMENTS = {
    "plan.pdf": pdf(),
    "预案.v1.2.PDF": pdf(),
    "roster.xlsx": office("xl"),
    "letter.docx": office("word"),
    "slides.pptx": office("ppt"),
    "all.zip": zipped({"a/plan.pdf": "x", "notes.xml": "x"}),
    "names.csv": "工号,姓名\n1,林小满".encode("gb18030"),
    "notes.txt": "x".encode("utf-16"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_that_pass(name: str) -> None:
    check_document(io.BytesIO(DOCUMENTS[name]), name)


REFUSED = [
    ("plan.pdf", pdf("/Encrypt 5 0 R"), Encrypted),
    ("plan.pdf", pdf("/Encrypt<</Filter/Standard>>"), Encrypted),
    ("letter.docx", samples.OLE_ENCRYPTED, Encrypted),
    ("roster.xlsx", samples.OLE_ENCRYPTED, Encrypted),
    ("all.zip", samples.encrypted_zip(), Encrypted),
    ("letter.docx", samples.OLE, OldOfficeFile),
    ("roster.xlsx", office("xl", **{"xl/vbaProject.bin": "x"}), HasMacros),
    ("letter.docx", office("xl"), NotWhatItSays),
    ("letter.docx", pdf(), NotWhatItSays),
    ("plan.pdf", office("word"), NotWhatItSays),
    ("plan.pdf", samples.PROGRAM, NotWhatItSays),
    ("notes.txt", samples.PROGRAM, NotWhatItSays),
    ("all.zip", b"PK\x03\x04" + b"\0" * 99, NotWhatItSays),
    ("all.zip", b"PK\x05\x06" + b"\xff" * 18, ArchiveTooLarge),
    ("all.zip", samples.huge_zip(), ArchiveTooLarge),
    ("all.zip", zipped({"a/setup.exe": "x"}), HoldsPrograms),
    ("plan.exe", samples.PROGRAM, UnknownKind),
    ("plan", pdf(), UnknownKind),
    ("letter.docm", office("word"), UnknownKind),
    ("invoice.exe.pdf", pdf(), HiddenKind),
    ("page.HTML.pdf", pdf(), HiddenKind),
    ("letter.docm.docx", office("word"), HiddenKind),
]


@pytest.mark.parametrize(("name", "content", "refusal"), REFUSED)
def test_documents_that_are_refused(name: str, content: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal) as caught:
        check_document(io.BytesIO(content), name)
    assert str(caught.value)


@given(
    st.binary(max_size=400),
    st.sampled_from(["a.pdf", "a.docx", "a.zip", "a.txt", "a.xlsx"]),
    st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", samples.OLE[:8], zipped({"a": "b"})]),
)
def test_nothing_but_a_refusal_comes_of_a_document(content: bytes, name: str, head: bytes) -> None:
    with suppress(FileRefused):
        check_document(io.BytesIO(head + content), name)


def test_pages_are_counted_where_the_document_tells() -> None:
    assert pages_of(io.BytesIO(pdf(pages=12))) == 12
    assert pages_of(io.BytesIO(samples.compressed_pdf(7))) == 7
    assert pages_of(io.BytesIO(b"%PDF-1.4 nothing more")) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.webm", samples.WEBM), ("a.mp4", samples.MP4), ("a.M4V", samples.MP4)],
)
def test_videos_that_pass(name: str, content: bytes) -> None:
    check_recording(io.BytesIO(content), name, is_video=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp3", samples.MP3),
        ("a.mp3", samples.MP3_PLAIN),
        ("a.m4a", samples.MP4),
        ("a.ogg", samples.OGG),
        ("a.wav", samples.WAV),
    ],
)
def test_sounds_that_pass(name: str, content: bytes) -> None:
    check_recording(io.BytesIO(content), name, is_video=False)


@pytest.mark.parametrize(
    ("name", "content", "is_video", "refusal"),
    [
        ("a.webm", samples.MATROSKA, True, NotWhatItSays),
        ("a.mp4", samples.WEBM, True, NotWhatItSays),
        ("a.mp4", b"", True, NotWhatItSays),
        ("a.mp3", samples.PROGRAM, False, NotWhatItSays),
        ("a.mkv", samples.MATROSKA, True, UnknownKind),
        ("a.mp3", samples.MP3, True, UnknownKind),
        ("a.html.mp4", samples.MP4, True, HiddenKind),
    ],
)
def test_recordings_that_are_refused(
    name: str, content: bytes, is_video: bool, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal):
        check_recording(io.BytesIO(content), name, is_video=is_video)
