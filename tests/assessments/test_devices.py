"""A sitting on two devices, and the same form sent twice."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from assessments.enums import Kind, Layout, SittingState
from assessments.models import Response, Sitting
from lms.people.models import Employee
from tests.assessments.addresses import JSON, door_url, item_url, url_of
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
Device = Callable[[], Client]


@pytest.fixture
def device(learner: Employee) -> Device:
    """Another browser in which the learner is signed in."""

    def device() -> Client:
        client = Client()
        client.force_login(learner, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return device


@pytest.fixture
def sitting(learner: Employee) -> Sitting:
    return sitting_of(learner, quiz_of_kinds(Kind.SINGLE_CHOICE, Kind.SHORT_TEXT))


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_who_starts_goes_on_without_being_asked(device: Device, sitting: Sitting) -> None:
    phone = device()
    assert phone.get(item_url(sitting)).status_code == 200
    assert phone.get(url_of("elsewhere", sitting)).url == url_of("sitting", sitting)


@pytest.mark.parametrize("name", ["sitting", "item", "submit"])
def test_a_second_device_is_asked_first(device: Device, sitting: Sitting, name: str) -> None:
    device().get(item_url(sitting))
    url = item_url(sitting) if name == "item" else url_of(name, sitting)
    assert device().get(url).url == url_of("elsewhere", sitting)


def test_the_page_with_all_questions_asks_too(device: Device, learner: Employee) -> None:
    sitting = sitting_of(learner, quiz_of_kinds(Kind.SHORT_TEXT, layout=Layout.ALL))
    device().get(url_of("paper", sitting))
    assert device().get(url_of("paper", sitting)).url == url_of("elsewhere", sitting)


def test_it_goes_over_with_what_was_saved(device: Device, sitting: Sitting) -> None:
    phone, desk = device(), device()
    phone.post(item_url(sitting, 2), {"text": "您好", "go": "back"})
    phone.get(item_url(sitting))
    asked = desk.get(url_of("elsewhere", sitting)).text
    assert 'max="2" value="1"' in asked
    assert desk.post(url_of("elsewhere", sitting)).url == url_of("sitting", sitting)
    page = desk.get(item_url(sitting, 2)).text
    assert 'value="您好"' in page and field(page, "epoch") == "1"
    assert phone.get(item_url(sitting)).url == url_of("elsewhere", sitting)
    assert phone.get(url_of("state", sitting)).json()["is_elsewhere"]
    assert not desk.get(url_of("state", sitting)).json()["is_elsewhere"]


def test_what_the_first_device_still_sends_is_kept_but_is_older(
    device: Device, sitting: Sitting
) -> None:
    phone, desk = device(), device()
    old = phone.get(item_url(sitting)).text
    desk.post(url_of("elsewhere", sitting))
    desk.post(item_url(sitting), {"choice": "1", "epoch": "1"})
    sent = {"choice": "0", "epoch": field(old, "epoch"), "revision": "7"}
    reply = phone.post(item_url(sitting), sent, headers=JSON).json()
    assert reply["is_elsewhere"]
    assert Response.objects.count() == 2
    assert handed_in(sitting).score == 2, "the answer of the device that has the sitting stands"


def test_the_first_device_neither_flags_nor_hands_in(device: Device, sitting: Sitting) -> None:
    phone, desk = device(), device()
    phone.get(item_url(sitting))
    desk.post(url_of("elsewhere", sitting))
    phone.post(item_url(sitting), {"choice": "0", "epoch": "0", "go": "flag"})
    assert not sitting.items.filter(is_flagged=True).exists()
    assert phone.post(url_of("submit", sitting)).url == url_of("elsewhere", sitting)
    sitting.refresh_from_db()
    assert sitting.state == SittingState.OPEN
    assert Response.objects.count() == 1


def test_looking_takes_nothing_over(device: Device, sitting: Sitting) -> None:
    device().get(item_url(sitting))
    device().get(url_of("elsewhere", sitting))
    sitting.refresh_from_db()
    assert sitting.epoch == 0


def test_starting_on_the_door_takes_the_device_along(device: Device) -> None:
    quiz = quiz_of_kinds(Kind.SHORT_TEXT)
    phone = device()
    phone.post(door_url(quiz))
    sitting = Sitting.objects.get()
    assert phone.get(item_url(sitting)).status_code == 200
    desk = device()
    desk.post(door_url(quiz))
    assert desk.get(url_of("sitting", sitting)).url == url_of("elsewhere", sitting)


def test_taking_over_too_late_leads_to_the_result(device: Device, sitting: Sitting) -> None:
    device().get(item_url(sitting))
    with after_deadline(sitting):
        desk = device()
        for response in (
            desk.get(url_of("elsewhere", sitting)),
            desk.post(url_of("elsewhere", sitting)),
        ):
            assert response.url == url_of("sitting", sitting)
        assert desk.get(url_of("sitting", sitting)).url == url_of("result", sitting)


@pytest.mark.parametrize("name", ["elsewhere", "state", "paper"])
def test_it_is_nobody_elses(client: Client, sitting: Sitting, name: str) -> None:
    client.force_login(EmployeeFactory.create(), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get(url_of(name, sitting)).status_code == 404
    if name != "state":
        assert client.post(url_of(name, sitting)).status_code == 404


def test_the_state_says_what_is_left(device: Device, sitting: Sitting) -> None:
    said = device().get(url_of("state", sitting)).json()
    assert said["is_open"] and not said["is_elsewhere"]
    assert 0 < said["remaining"] <= 30 * 60
    assert said["now"] > 1_700_000_000_000
    handed_in(sitting)
    assert not device().get(url_of("state", sitting)).json()["is_open"]


# Twice ----------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_one_answer(device: Device, sitting: Sitting) -> None:
    phone = device()
    page = phone.get(item_url(sitting, 2)).text
    sent = {name: field(page, name) for name in ("client", "epoch")} | {"text": "您好"}
    for __ in range(2):
        assert phone.post(item_url(sitting, 2), {**sent, "go": "next"}).status_code == 302
    assert Response.objects.count() == 1


def test_each_page_names_its_saving_anew(device: Device, sitting: Sitting) -> None:
    phone = device()
    first, second = (field(phone.get(item_url(sitting)).text, "client") for __ in range(2))
    assert first != second


def test_a_form_changed_after_going_back_is_another_answer(
    device: Device, sitting: Sitting
) -> None:
    phone = device()
    page = phone.get(item_url(sitting, 2)).text
    sent = {name: field(page, name) for name in ("client", "epoch")}
    for text in ("喂", "您好"):
        phone.post(item_url(sitting, 2), {**sent, "text": text})
    assert [one.answer["text"] for one in Response.objects.order_by("pk")] == ["喂", "您好"]


def test_handing_in_twice_is_one_result(device: Device, sitting: Sitting) -> None:
    phone = device()
    phone.get(item_url(sitting))
    for __ in range(2):
        assert phone.post(url_of("submit", sitting)).url == url_of("result", sitting)
    assert sitting.results.count() == 1
