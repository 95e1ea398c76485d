"""Video, audio, galleries and documents in a lesson, as readers and authors get them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.blocks import StructBlockValidationError

from courses.actions.enrol_employee import enrol_employee
from courses.blocks.media import GalleryBlock
from courses.models import LessonPage
from lms.files.models import Handout, Picture, Recording
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import CompanyFactory, holder_of
from tests.files.samples import CAPTIONS, pdf, svg

ReadLesson = Callable[..., str]


@pytest.fixture
def video(db: None) -> Recording:
    return Recording.objects.create(
        title="奉茶四步",
        type="video",
        duration=65,
        width=720,
        height=540,
        file=ContentFile(b"x", name="tea.webm"),
        thumbnail=ContentFile(b"x", name="tea.png"),
        captions_zh_hans=CAPTIONS,
        captions_en=CAPTIONS.replace("奉茶：从拿杯子到收杯子，一共四步。", "Serving tea."),
    )


@pytest.fixture
def sound(db: None) -> Recording:
    return Recording.objects.create(
        title="三声之内",
        type="audio",
        file=ContentFile(b"x", name="ring.ogg"),
        transcript="铃响三声。\n\n有人拿起了话筒。",
        transcript_en="It rings three times.",
    )


@pytest.fixture
def pictures(db: None) -> list[Picture]:
    made = []
    for number in range(3):
        picture = Picture.objects.create(
            title=f"图{number}", file=ContentFile(svg(), name=f"{number}.svg")
        )
        picture.contextual_alt_text, picture.decorative = f"图{number}的样子", False
        made.append(picture)
    return made


@pytest.fixture
def handout(db: None) -> Handout:
    made = Handout(title="来电记录单", file=ContentFile(pdf(pages=2), name="sheet.pdf"))
    made.measure()
    made.save()
    return made


def gallery_of(pictures: list[Picture]) -> dict[str, Any]:
    return {
        "title": "照着看一遍",
        "pictures": [{"picture": one, "caption": one.title} for one in pictures],
    }


@pytest.fixture
def read(as_reader: Client, reader: Employee, system: Employee) -> ReadLesson:
    """`read(body)`: the page of a lesson made of these blocks, as its reader gets it."""

    def read(body: list[tuple[str, Any]], language: str = "zh-hans") -> str:
        reader.language = language
        reader.save(update_fields=["language"])
        course = make_course(slug="media", lessons=1, body=body)
        enrol_employee(actor=system, employee=reader, course=course)
        response = as_reader.get(lessons_of(course)[0].url)
        assert response.status_code == 200
        return response.text

    return read


def playing(recording: Recording, **more: str) -> dict[str, Any]:
    return {"recording": recording, "title": "", "caption": ""} | more


@pytest.mark.parametrize(
    ("language", "first", "second", "words"),
    [
        ("zh-hans", "zh-hans", "en", "一共四步"),
        ("zh-hant", "zh-hant", "en", "從拿杯子"),
        ("en", "en", "zh-hans", "Serving tea."),
    ],
)
def test_a_video_comes_with_the_readers_captions_first(
    read: ReadLesson, video: Recording, language: str, first: str, second: str, words: str
) -> None:
    page = read([("video", playing(video, caption="先看一遍"))], language)
    tracks = [reverse("courses:captions", args=[video.key, one]) for one in (first, second)]
    assert page.index(tracks[0]) < page.index(tracks[1])
    assert page.count("<track") == 2 and page.count(" default>") == 1
    assert "autoplay" not in page and "playsinline" in page and 'preload="metadata"' in page
    assert video.url in page and video.thumbnail.url in page
    assert "1:05" in page and words in page


def test_a_video_without_captions_or_poster(read: ReadLesson, video: Recording) -> None:
    Recording.objects.update(captions_zh_hans="", captions_en="", thumbnail="", width=None)
    video.refresh_from_db()
    page = read([("video", playing(video, title="示范"))])
    assert "<track" not in page and "poster=" not in page and "<details" not in page
    assert "示范" in page and "奉茶四步" not in page


def test_a_sound_has_its_transcript_behind_a_reveal(read: ReadLesson, sound: Recording) -> None:
    page = read([("audio", playing(sound))])
    assert "<audio" in page and sound.url in page
    assert page.index("<details") < page.index("铃响三声。") < page.index("有人拿起了话筒。")


def test_the_transcript_is_in_the_readers_language(read: ReadLesson, sound: Recording) -> None:
    assert "It rings three times." in read([("audio", playing(sound))], "en")


def test_a_gallery_shows_each_picture_with_its_words(
    read: ReadLesson, pictures: list[Picture]
) -> None:
    page = read([("gallery", gallery_of(pictures))])
    assert 'tabindex="0"' in page and "照着看一遍" in page
    for picture in pictures:
        assert f'alt="{picture.title}的样子"' in page and picture.file.url in page
    assert "3 / 3" in page


def test_a_document_says_what_it_is(read: ReadLesson, handout: Handout) -> None:
    page = read([("document", {"document": handout, "title": "", "note": "放在电话旁"})])
    assert handout.url in page and "来电记录单" in page and "放在电话旁" in page
    assert "PDF" in page and f"{len(pdf(pages=2))}" in page


def test_a_lesson_outlives_its_media(
    as_reader: Client,
    reader: Employee,
    system: Employee,
    video: Recording,
    sound: Recording,
    pictures: list[Picture],
    handout: Handout,
) -> None:
    body = [
        ("video", playing(video)),
        ("audio", playing(sound)),
        ("gallery", gallery_of(pictures)),
        ("document", {"document": handout, "title": "", "note": ""}),
    ]
    course = make_course(slug="torn", lessons=1, body=body)
    enrol_employee(actor=system, employee=reader, course=course)
    for one in (video, sound, pictures[0], handout):
        one.delete()
    page = as_reader.get(lessons_of(course)[0].url)
    assert page.status_code == 200
    assert "<video" not in page.text and "2 / 2" in page.text
    Picture.objects.all().delete()
    cache.clear()
    page = as_reader.get(lessons_of(course)[0].url)
    assert page.status_code == 200 and "gallery-strip" not in page.text


@pytest.mark.parametrize("times", [1, 3])
def test_media_cost_the_same_number_of_queries_however_many(
    as_reader: Client,
    reader: Employee,
    system: Employee,
    video: Recording,
    sound: Recording,
    pictures: list[Picture],
    handout: Handout,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    times: int,
) -> None:
    body = [
        ("video", playing(video)),
        ("audio", playing(sound)),
        ("gallery", gallery_of(pictures)),
        ("document", {"document": handout, "title": "", "note": ""}),
    ] * times
    course = make_course(slug="many", lessons=1, body=body)
    enrol_employee(actor=system, employee=reader, course=course)
    address = lessons_of(course)[0].url
    as_reader.get(address)  # the site and the content types are known from now on
    cache.clear()
    with django_assert_max_num_queries(16):
        assert as_reader.get(address).text.count("<video") == times
    with django_assert_max_num_queries(8):
        as_reader.get(address)


def test_the_editor_offers_media_and_says_what_is_missing(
    client: Client, db: None, pictures: list[Picture]
) -> None:
    client.force_login(holder_of(Role.TRAINER, CompanyFactory()))
    lesson = lessons_of(make_course(slug="write", lessons=1))[0]
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert editor.status_code == 200
    names = set(LessonPage.body.field.stream_block.child_blocks)
    assert {"video", "audio", "gallery", "document"} <= names
    assert "media-chooser-telepath" in editor.text

    block = GalleryBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "", "pictures": []}))
