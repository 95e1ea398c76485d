"""A result on paper to sign, the proof it carries, and what the code on it leads to."""

import io
import json
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from conduct_records.errors import NameCannotBePrinted
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.verifier_papers import check_paper, files_within
from lms.people.models import Employee
from reviews.actions.print_result import print_result
from reviews.actions.typeset_result import address_of
from reviews.models import Result
from reviews.queries.result_proof import result_proof
from reviews.rules import steps as said
from reviews.rules.scorecard import Measure
from reviews.rules.trace import content_hash
from tests.factories.reviews import ReviewWorld, figures, goal_of, review_world
from tests.ledger.erasures import erase_subject

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    month = world.months[0]
    figures(world.subject, (month, Measure.CLOSURE, 47, 50), (month, Measure.CALL_BACK, 3, 6))
    goal_of(world.subject, world.period, 70)
    return world


def printed(world: ReviewWorld, result: Result, language: str = "zh-hans") -> bytes:
    return print_result(actor=world.subject, result=result, language=language)


def text_of(pdf: bytes) -> str:
    """Without white space, which a PDF has wherever a line breaks."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


# What it says ------------------------------------------------------------------------------------


def test_it_says_the_figures_and_the_words(world: ReviewWorld) -> None:
    review = world.rated()
    after = "excellent" if review.grade != "excellent" else "good"
    world.step(review, world.hr, said.Moved(review.grade, after, "全站口径一致。"))
    review = world.talked(world.frozen(review))
    result = world.result(review)
    for language in ("zh-hans", "en"):
        text = text_of(printed(world, result, language))
        for words in (
            f"{result.total}",
            "陈静",
            world.subject.staff_number,
            "47/50",
            "报修回访做得细。",
            "谈了回访与时限。",
            "全站口径一致。",
            "本人签名",
            "主管签名",
            f"{review.number}-1",
        ):
            assert words in text, words


def test_in_english_it_says_how_to_appeal_and_that_signing_is_not_agreeing(
    world: ReviewWorld,
) -> None:
    review = world.frozen()
    text = text_of(printed(world, world.result(review), "en"))
    for words in (
        "Resultofthereview",
        "itdoesnotsaythattheyagree",
        f"within{review.cycle.appeal_days}days",
        "Fewcases:6ofthe20",
        "Practicalobservation",
        "Quarterlyreview",
    ):
        assert words in text


def test_it_is_tagged_of_its_size_and_short(world: ReviewWorld) -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed(world, world.result(world.talked()))))
    box = reader.pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
    assert len(reader.pages) <= 2
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"]
    assert sorted(reader.attachments) == ["proof.json", "result.json"]


def test_traditional_characters_leave_names_alone(world: ReviewWorld) -> None:
    Employee.objects.filter(pk=world.subject.pk).update(name="陈后")
    text = text_of(printed(world, world.result(world.frozen()), "zh-hant"))
    assert "陈后" in text and "本人簽名" in text


def test_a_name_that_no_font_has_is_not_printed(world: ReviewWorld) -> None:
    Employee.objects.filter(pk=world.subject.pk).update(name="陈\U000323af")
    result = Result.objects.get(pk=world.result(world.frozen()).pk)
    with pytest.raises(NameCannotBePrinted):
        printed(world, result)


# The proof it carries ----------------------------------------------------------------------------


def test_an_outsider_verifies_it_offline(world: ReviewWorld) -> None:
    result = world.result(world.frozen())
    pdf = printed(world, result)
    report = check_paper(pdf, [str(key) for key in verifier_keys()])
    assert report.fault is None
    ((__, shown),) = report.entries.values()
    assert shown["total"] == f"{result.total}"
    __, content = files_within(pdf)
    carried = json.loads(content)
    assert carried["trace"] == result.trace and carried["outcome"] == result.outcome
    assert content_hash(carried) == shown["content_hash"]


def test_a_changed_figure_within_it_is_found(world: ReviewWorld) -> None:
    result = world.result(world.frozen())
    other = Result.objects.get(pk=result.pk)
    other.total += 1
    assert result_proof(other) is not None and not result_proof(other).agrees  # type: ignore[union-attr]
    proof = result_proof(result)
    assert proof is not None and proof.agrees


# Who gets it -------------------------------------------------------------------------------------


def address(result: Result, language: str = "en") -> str:
    return reverse("reviews:result-pdf", args=[result.token]) + f"?language={language}"


def test_it_comes_in_the_language_asked_for(client: Client, world: ReviewWorld) -> None:
    result = world.result(world.frozen())
    client.force_login(world.subject)
    response = client.get(address(result))
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get(address(result, "fr")).status_code == 404


def test_without_the_signing_key_it_waits_for_the_worker(
    client: Client, world: ReviewWorld, settings: Any
) -> None:
    result = world.result(world.frozen())
    client.force_login(world.subject)
    settings.LEDGER_SIGNING_KEY = " "
    assert client.get(address(result)).status_code == 409


# What the code leads to --------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def reads_english(client: Client) -> None:
    client.cookies[site.LANGUAGE_COOKIE_NAME] = "en"


def scanned(result: Result) -> str:
    proof = result_proof(result)
    assert proof is not None and proof.proven is not None
    return address_of(result, proof.proven).removeprefix(site.BASE_URL)


def test_the_code_leads_to_what_it_proves_without_a_name(
    client: Client, world: ReviewWorld
) -> None:
    result = world.result(world.frozen())
    sign_checkpoint(Log.RECORDS)
    page = client.get(scanned(result))
    assert "This result was recorded" in page.text
    assert "Leaf and checkpoint in the code are those of the ledger." in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    for person in (world.subject, world.manager, world.hr):
        assert person.name not in page.text and person.staff_number not in page.text
    assert str(result.total) not in page.text and address(result) not in page.text


@pytest.mark.parametrize("name", ["leaf", "at", "root"])
def test_a_code_that_was_altered_is_found(client: Client, world: ReviewWorld, name: str) -> None:
    result = world.result(world.frozen())
    sign_checkpoint(Log.RECORDS)
    query = dict(each.split("=") for each in urlsplit(scanned(result)).query.split("&"))
    url = reverse("reviews:result-check", args=[result.token])
    for wrong in ("1", "x" * 43, ""):
        page = client.get(url, query | {name: wrong})
        assert "The code names another entry or checkpoint" in page.text


def test_no_such_result_and_one_not_covered_yet(client: Client, world: ReviewWorld) -> None:
    page = client.get(reverse("reviews:result-check", args=["none"]))
    assert page.status_code == 404 and "There is no such result" in page.text
    result = world.result(world.frozen())
    page = client.get(reverse("reviews:result-check", args=[result.token]))
    assert "The next checkpoint covers it within minutes" in page.text


def test_who_may_read_it_finds_the_paper_there(client: Client, world: ReviewWorld) -> None:
    result = world.result(world.frozen())
    client.force_login(world.subject)
    page = client.get(reverse("reviews:result-check", args=[result.token]))
    for language in ("zh-hans", "zh-hant", "en"):
        assert address(result, language) in page.text


def test_after_erasing_nothing_of_it_can_be_compared(client: Client, world: ReviewWorld) -> None:
    result = world.result(world.frozen())
    sign_checkpoint(Log.RECORDS)
    erase_subject(actor=world.director.token, subject=world.subject.token, reason="期满")
    page = client.get(reverse("reviews:result-check", args=[result.token]))
    assert page.status_code == 200 and "was erased" in page.text
