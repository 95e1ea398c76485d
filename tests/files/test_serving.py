"""Recordings, captions and documents as players and browsers fetch them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lms.files.models import Recording
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory
from tests.files.samples import CAPTIONS

CONTENT = bytes(range(256)) * 1000
SIZE = len(CONTENT)


@pytest.fixture
def recording(db: None, settings: object) -> Iterator[Recording]:
    made = Recording.objects.create(
        title="奉茶",
        type="video",
        file=ContentFile(CONTENT, name="tea.webm"),
        captions_zh_hans=CAPTIONS,
    )
    yield made
    Path(made.file.path).unlink(missing_ok=True)


def test_the_whole_recording(as_reader: Client, recording: Recording) -> None:
    response = as_reader.get(recording.url)
    assert response.status_code == 200
    assert response.getvalue() == CONTENT
    assert response.headers["Content-Type"] == "video/webm"
    assert response.headers["Content-Length"] == str(SIZE)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Cache-Control"].startswith("private")
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        (f"bytes=100-{SIZE * 2}", 100, SIZE - 1),
    ],
)
def test_a_part_of_it(
    as_reader: Client, recording: Recording, asked: str, first: int, last: int
) -> None:
    response = as_reader.get(recording.url, headers={"Range": asked})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response.headers["Content-Length"] == str(last - first + 1)
    assert response.getvalue() == CONTENT[first : last + 1]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(first=st.integers(0, SIZE - 1), length=st.integers(1, SIZE))
def test_parts_are_what_stands_there(
    as_reader: Client, recording: Recording, first: int, length: int
) -> None:
    asked = f"bytes={first}-{first + length - 1}"
    response = as_reader.get(recording.url, headers={"Range": asked})
    assert response.getvalue() == CONTENT[first : first + length]


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-3", "seconds=1-2", "bytes=x"])
def test_what_means_no_part_gets_the_whole(
    as_reader: Client, recording: Recording, asked: str
) -> None:
    response = as_reader.get(recording.url, headers={"Range": asked})
    assert response.status_code == 200 and "Content-Range" not in response.headers


def test_a_part_behind_the_end_is_refused(as_reader: Client, recording: Recording) -> None:
    response = as_reader.get(recording.url, headers={"Range": f"bytes={SIZE}-"})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"


def test_a_part_goes_with_the_version_it_belongs_to(
    as_reader: Client, recording: Recording
) -> None:
    whole = as_reader.get(recording.url)
    etag, modified = whole.headers["ETag"], whole.headers["Last-Modified"]
    for validator, status in ((etag, 206), (modified, 206), ('"other"', 200), ("W/" + etag, 200)):
        headers = {"Range": "bytes=0-9", "If-Range": validator}
        assert as_reader.get(recording.url, headers=headers).status_code == status


def test_what_the_browser_has_is_not_sent_again(as_reader: Client, recording: Recording) -> None:
    etag = as_reader.get(recording.url).headers["ETag"]
    response = as_reader.get(recording.url, headers={"If-None-Match": etag})
    assert response.status_code == 304 and not response.content


def test_the_head_alone(as_reader: Client, recording: Recording) -> None:
    response = as_reader.head(recording.url, headers={"Range": "bytes=0-9"})
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(SIZE)
    assert response.headers["Accept-Ranges"] == "bytes"


def test_recordings_are_for_those_who_are_signed_in(client: Client, recording: Recording) -> None:
    captions = reverse("courses:captions", args=[recording.key, "zh-hans"])
    for address in (recording.url, captions):
        assert client.get(address).status_code == 404
        assert client.head(address, headers={"Range": "bytes=0-"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["recordings/none.webm", "recordings/", "recordings/../x.webm", "recordings/a.html"]
)
def test_nothing_else_is_handed_out(as_reader: Client, name: str) -> None:
    assert as_reader.get(f"/media/{name}").status_code == 404


def test_a_recording_that_lost_its_file_is_missing(as_reader: Client, recording: Recording) -> None:
    Path(recording.file.path).unlink()
    assert as_reader.get(recording.url).status_code == 404


# Captions -----------------------------------------------------------------------------------


def captions(client: Client, recording: Recording, language: str) -> str:
    response = client.get(reverse("courses:captions", args=[recording.key, language]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"
    return response.text


def test_captions_are_converted_for_traditional_readers(
    as_reader: Client, recording: Recording
) -> None:
    assert captions(as_reader, recording, "zh-hans") == CAPTIONS
    converted = captions(as_reader, recording, "zh-hant")
    assert "從拿杯子到收杯子，一共四步" in converted
    assert "<b>杯口</b>沒有缺口" in converted
    times = [line for line in CAPTIONS.splitlines() if "-->" in line]
    assert [line for line in converted.splitlines() if "-->" in line] == times


def test_captions_that_are_not_there_are_missing(as_reader: Client, recording: Recording) -> None:
    for language in ("en", "fr", "captions_en"):
        address = reverse("courses:captions", args=[recording.key, language])
        assert as_reader.get(address).status_code == 404


def test_captions_cost_one_query_and_nothing_when_known(
    as_reader: Client,
    recording: Recording,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    address = reverse("courses:captions", args=[recording.key, "zh-hans"])
    as_reader.get(address)
    with django_assert_max_num_queries(3):  # session, reader, recording
        etag = as_reader.get(address).headers["ETag"]
    assert as_reader.get(address, headers={"If-None-Match": etag}).status_code == 304


# Requests that are too large ----------------------------------------------------------------


class Sent:
    """A body of any length that is never all there, and remembers how much was taken."""

    def __init__(self, length: int) -> None:
        self.left, self.taken = length, 0

    def read(self, size: int = -1) -> bytes:
        piece = b"\0" * min(self.left, size if size >= 0 else self.left)
        self.left -= len(piece)
        self.taken += len(piece)
        return piece

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("nobody looks into it")


def send(client: Client, address: str, megabytes: int, **headers: str) -> object:
    length = megabytes * 1024 * 1024
    return client.generic(
        "POST",
        address,
        content_type="multipart/form-data; boundary=x",
        headers={"Expect": "100-continue"} | headers,
        **{"CONTENT_LENGTH": length, "wsgi.input": Sent(length)},
    )


def test_a_video_of_two_gigabytes_is_refused_unread(as_trainer: Client, trainer: Employee) -> None:
    body = Sent(2 * 1024**3)
    response = as_trainer.generic(
        "POST",
        reverse("wagtailmedia:add", args=["video"]),
        content_type="multipart/form-data; boundary=x",
        headers={"Expect": "100-continue"},
        **{"CONTENT_LENGTH": body.left, "wsgi.input": body},
    )
    assert response.status_code == 413
    assert f"{settings.MEDIA_MAX_MB} MB" in response.text
    assert body.taken == 0
    assert not Recording.objects.exists()


def test_who_is_already_sending_is_heard_out(as_trainer: Client) -> None:
    """So that a browser gets to see the answer; nothing of it is kept."""
    body = Sent(400 * 1024 * 1024)
    response = as_trainer.generic(
        "POST",
        reverse("wagtailmedia:add", args=["video"]),
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": body.left, "wsgi.input": body},
    )
    assert response.status_code == 413 and body.left == 0


@pytest.mark.parametrize(
    ("name", "args", "limit"),
    [
        ("wagtailmedia:add", ["video"], 300),
        ("wagtailmedia:chooser_upload", ["audio"], 300),
        ("wagtaildocs:add", [], 50),
        ("wagtailimages:add", [], 20),
        ("people:sign-in", [], 30),
    ],
)
def test_each_form_has_its_limit(
    as_trainer: Client, name: str, args: list[str], limit: int
) -> None:
    response = send(as_trainer, reverse(name, args=args), limit + 2)
    assert response.status_code == 413 and f"{limit} MB" in response.text


def test_large_files_are_for_those_who_can_open_the_form(client: Client, db: None) -> None:
    address = reverse("wagtailmedia:add", args=["video"])
    for employee in (None, EmployeeFactory()):
        if employee:
            client.force_login(employee)
        response = send(client, address, 200)
        assert response.status_code == 413 and "30 MB" in response.text


def test_a_page_for_many_files_gets_the_words_for_its_row(as_trainer: Client) -> None:
    address = reverse("wagtaildocs:add_multiple")
    response = send(as_trainer, address, 60, **{"X-Requested-With": "XMLHttpRequest"})
    assert response.json()["success"] is False
    assert "50 MB" in response.json()["error_message"]
