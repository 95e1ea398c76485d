"""What the library's upload forms take, and what they say where they refuse. English is the key
of the words; the trainers here read English."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lms.files.models import Handout, Picture, Recording
from lms.people.models import Employee
from tests.files import samples
from tests.files.samples import CAPTIONS, office, pdf, svg

MB = 1024 * 1024


@pytest.fixture(autouse=True)
def in_english(trainer: Employee) -> Iterator[None]:
    trainer.language = "en"
    trainer.save(update_fields=["language"])
    with translation.override("en"):
        yield


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def upload(client: Client, door: str, name: str, content: bytes) -> HttpResponse:
    """Through one of the doors by which a file comes into the library."""
    address, *prefix = DOORS[door]
    before = f"{prefix[0]}-" if prefix else ""
    if "multiple" in address:
        data: dict[str, Any] = {"title": "x", "files[]": sent(name, content)}
    else:
        data = {f"{before}title": "x", f"{before}file": sent(name, content)}
        data[f"{before}duration"] = "0"
    return client.post(reverse(address), data, headers={"X-Requested-With": "XMLHttpRequest"})


DOORS = {
    "picture": ["wagtailimages:add"],
    "pictures": ["wagtailimages:add_multiple"],
    "picture in a lesson": ["wagtailimages_chooser:create", "image-chooser-upload"],
    "document": ["wagtaildocs:add"],
    "documents": ["wagtaildocs:add_multiple"],
    "document in a lesson": ["wagtaildocs_chooser:create", "document-chooser-upload"],
}
PICTURE_DOORS = [door for door in DOORS if door.startswith("picture")]
DOCUMENT_DOORS = [door for door in DOORS if door.startswith("document")]


def words_of(response: HttpResponse) -> str:
    """Of a page, or of the page inside the answer to a script."""
    text = response.content.decode()
    return " ".join(map(str, json.loads(text).values())) if text.startswith("{") else text


@pytest.mark.parametrize("door", PICTURE_DOORS)
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bomb.png", samples.png(30_000, 30_000), "50 million pixels"),
        ("bomb.png", samples.png(12_000, 12_000), "50 million pixels"),
        ("infinite.svg", svg('width="1e999" height="9"'), "between 1 and 20000 pixels"),
        ("infinite.svg", svg('viewBox="0 0 9 9" width="inf"'), "between 1 and 20000 pixels"),
        ("thin.svg", svg('viewBox="0 0 0 0"'), "between 1 and 20000 pixels"),
        ("script.svg", svg(inside="<script>1</script>"), "must not hold"),
        ("laughs.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "must not hold"),
        ("letter.png", samples.PROGRAM, "cannot be read"),
    ],
)
def test_a_picture_is_refused_in_words(
    as_trainer: Client, door: str, name: str, content: bytes, words: str
) -> None:
    response = upload(as_trainer, door, name, content)
    assert response.status_code == 200
    assert words in words_of(response)
    assert not Picture.objects.exists()


@pytest.mark.parametrize("door", PICTURE_DOORS)
def test_a_picture_is_taken(as_trainer: Client, door: str) -> None:
    for number, (name, content) in enumerate(
        [("tea.svg", svg()), ("tea.png", samples.png(40, 30))], start=1
    ):
        upload(as_trainer, door, name, content)
        assert Picture.objects.count() == number


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", pdf("/Encrypt 5 0 R"), "protected with a password"),
        ("letter.docx", samples.OLE_ENCRYPTED, "protected with a password"),
        ("all.zip", samples.encrypted_zip(), "protected with a password"),
        ("roster.xlsx", office("xl", **{"xl/vbaProject.bin": "x"}), "macros"),
        ("plan.pdf", samples.PROGRAM, "the content is something else"),
        ("invoice.exe.pdf", pdf(), "hides what the file is"),
        ("setup.exe", samples.PROGRAM, "Files of this kind are not taken"),
    ],
)
def test_a_document_is_refused_in_words(
    as_trainer: Client, door: str, name: str, content: bytes, words: str
) -> None:
    response = upload(as_trainer, door, name, content)
    assert response.status_code == 200
    assert words in words_of(response) and "“”" not in words_of(response)
    assert not Handout.objects.exists()


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
def test_a_document_is_taken_with_its_pages(as_trainer: Client, door: str) -> None:
    upload(as_trainer, door, "plan.pdf", pdf(pages=3))
    handout = Handout.objects.get()
    assert (handout.pages, handout.file_size) == (3, len(pdf(pages=3)))


@pytest.mark.parametrize(
    ("door", "setting", "name", "content"),
    [
        *((door, "PICTURE_MAX_MB", "tea.png", samples.png(9, 9)) for door in PICTURE_DOORS),
        *((door, "DOCUMENT_MAX_MB", "plan.pdf", pdf()) for door in DOCUMENT_DOORS),
    ],
)
def test_a_file_over_the_limit_is_refused_with_the_limit(
    as_trainer: Client,
    monkeypatch: pytest.MonkeyPatch,
    door: str,
    setting: str,
    name: str,
    content: bytes,
) -> None:
    monkeypatch.setattr(settings, setting, 1)
    response = upload(as_trainer, door, name, content + b"\0" * MB)
    assert response.status_code == 200
    assert "larger than 1 MB" in words_of(response)
    assert not Picture.objects.exists() and not Handout.objects.exists()


# Recordings ---------------------------------------------------------------------------------

CHOOSER = "media-chooser-upload-"


def add(client: Client, kind: str, prefix: str = "", **data: Any) -> HttpResponse:
    name = "wagtailmedia:chooser_upload" if prefix else "wagtailmedia:add"
    fields = {"title": "奉茶", "duration": "0"} | data
    return client.post(
        reverse(name, args=[kind]), {f"{prefix}{key}": value for key, value in fields.items()}
    )


@pytest.mark.parametrize("prefix", ["", CHOOSER])
@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("video", "tea.mp4", samples.WEBM, "the content is something else"),
        ("video", "tea.mkv", samples.MATROSKA, "Files of this kind are not taken"),
        ("audio", "ring.mp3", samples.PROGRAM, "the content is something else"),
        ("audio", "ring.exe.mp3", samples.MP3, "hides what the file is"),
    ],
)
def test_a_recording_is_refused_in_words(
    as_trainer: Client, prefix: str, kind: str, name: str, content: bytes, words: str
) -> None:
    response = add(as_trainer, kind, prefix, file=sent(name, content))
    assert response.status_code == 200
    assert words in words_of(response)
    assert not Recording.objects.exists()


@pytest.mark.parametrize("prefix", ["", CHOOSER])
def test_a_recording_over_the_limit_is_refused_with_the_limit(
    as_trainer: Client, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setattr(settings, "MEDIA_MAX_MB", 1)
    file = sent("tea.webm", samples.WEBM + b"\0" * MB)
    assert "larger than 1 MB" in words_of(add(as_trainer, "video", prefix, file=file))
    assert not Recording.objects.exists()


@pytest.mark.parametrize("prefix", ["", CHOOSER])
def test_a_video_comes_with_its_captions(as_trainer: Client, prefix: str) -> None:
    files = {
        "file": sent("tea.webm", samples.WEBM),
        "captions_zh_hans_file": sent("tea.vtt", CAPTIONS.encode()),
        "thumbnail": sent("tea.png", samples.png(9, 9)),
    }
    add(as_trainer, "video", prefix, **files)
    recording = Recording.objects.get()
    assert recording.is_video and recording.captions_zh_hans == CAPTIONS
    assert recording.thumbnail.name.startswith("posters/")


def test_captions_are_refused_with_the_line_at_fault(as_trainer: Client) -> None:
    bad = CAPTIONS.replace("00:03.300 -->", "0:03,300 -->").encode()
    files = {"file": sent("tea.webm", samples.WEBM), "captions_en_file": sent("t.vtt", bad)}
    response = add(as_trainer, "video", **files)
    assert "Line 6: the times must look like 00:01.000" in words_of(response)
    assert not Recording.objects.exists()


def test_a_poster_is_a_picture(as_trainer: Client) -> None:
    files = {
        "file": sent("tea.webm", samples.WEBM),
        "thumbnail": sent("tea.png", samples.png(30_000, 30_000)),
    }
    assert "50 million pixels" in words_of(add(as_trainer, "video", **files))
    assert not Recording.objects.exists()


def test_captions_are_mended_in_place(as_trainer: Client) -> None:
    add(as_trainer, "video", file=sent("tea.webm", samples.WEBM))
    recording = Recording.objects.get()
    address = reverse("wagtailmedia:edit", args=[recording.pk])
    assert "captions_zh_hans" in as_trainer.get(address).text
    fields = {"title": "奉茶", "duration": "18", "captions_en": ""}
    refused = as_trainer.post(address, fields | {"captions_zh_hans": "您好"})
    assert "Line 1: captions must begin" in words_of(refused)
    taken = as_trainer.post(address, fields | {"captions_zh_hans": CAPTIONS.strip()})
    assert taken.status_code == 302
    recording.refresh_from_db()
    assert recording.captions_zh_hans == CAPTIONS
    replaced = fields | {
        "captions_zh_hans": "您好",
        "captions_zh_hans_file": sent("t.vtt", CAPTIONS.replace("一共", "共").encode()),
    }
    assert as_trainer.post(address, replaced).status_code == 302
    recording.refresh_from_db()
    assert "，共四步" in recording.captions_zh_hans


def test_a_sound_comes_with_its_transcript(as_trainer: Client) -> None:
    add(as_trainer, "audio", file=sent("ring.ogg", samples.OGG), transcript="铃响三声。")
    recording = Recording.objects.get()
    assert not recording.is_video and recording.transcript_in("en") == ["铃响三声。"]


def test_the_kind_follows_from_the_file_where_it_was_left_open(as_trainer: Client) -> None:
    add(as_trainer, "media", file=sent("ring.ogg", samples.OGG))
    add(as_trainer, "media", file=sent("tea.mp4", samples.MP4))
    assert list(Recording.objects.order_by("pk").values_list("type", flat=True)) == [
        "audio",
        "video",
    ]


def test_the_browser_knows_the_limit(as_trainer: Client) -> None:
    for address in (
        reverse("wagtailmedia:add", args=["video"]),
        reverse("wagtailmedia:chooser_typed", args=["video"]),
    ):
        page = as_trainer.get(address)
        assert "larger than 300 MB" in words_of(page) and "data-max-mb" in words_of(page)


def test_only_those_who_write_upload(as_reader: Client) -> None:
    assert add(as_reader, "video", file=sent("tea.webm", samples.WEBM)).status_code in (302, 403)
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/images/chooser/chosen/abc/",
        "/admin/images/chooser/chosen-multiple/?id=abc",
        "/admin/documents/chooser/chosen/abc/",
        "/admin/media/chooser/video/?collection_id=abc",
    ],
)
def test_an_id_that_is_no_number_leads_to_no_page(as_trainer: Client, address: str) -> None:
    assert as_trainer.get(address).status_code == 404


@pytest.mark.parametrize("door", ["pictures", "documents"])
def test_an_upload_without_its_file_is_no_request(as_trainer: Client, door: str) -> None:
    data = {"title": "x", "other": sent("tea.png", samples.png(9, 9))}
    assert as_trainer.post(reverse(DOORS[door][0]), data).status_code == 400
