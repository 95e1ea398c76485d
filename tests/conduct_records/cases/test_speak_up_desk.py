"""Anonymous reports at HR's desk: asking, reading, who may, which answers wait."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from conduct_records.actions.cases.answer_as_reporter import answer_as_reporter
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.models import Incident, ReportMessage
from conduct_records.rules.cases.reporter_codes import (
    new_code,
)
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from tests.conduct_records.cases.speaking_up import asked, spoken_up, told
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import UnitFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def page_of(incident: Incident) -> str:
    return reverse("conduct_records:incident", args=[incident.pk])


def ask_by_form(client: Client, incident: Incident, **given: Any) -> Any:
    address = reverse("conduct_records:ask-reporter", args=[incident.pk])
    return client.post(address, {"form_id": uuid4(), "text": "是几号楼？"} | given)


def test_hr_asks_once_from_the_page_of_the_incident(client: Client, world: CaseWorld) -> None:
    incident, form_id = spoken_up(world.site), uuid4()
    client.force_login(world.hr)
    assert client.get(page_of(incident)).status_code == 200
    for __ in range(2):
        assert ask_by_form(client, incident, form_id=form_id).status_code == 302
    assert ReportMessage.objects.get().written_by == world.hr
    assert "是几号楼？" in client.get(page_of(incident)).text
    assert ask_by_form(client, incident, text="").status_code == 422
    case = world.opened(incident)
    assert case and ask_by_form(client, incident, text="还有谁在场？").status_code == 302


def test_nobody_else_asks_or_reads(client: Client, world: CaseWorld) -> None:
    incident = spoken_up(world.site)
    asked(incident, world.hr, "是几号楼？")
    elsewhere = holder_of(Role.HR_OFFICER, UnitFactory.create(parent=world.company))
    world.opened(incident, subject=world.other_hr)
    for asker in (world.subject, world.reporter, world.investigator, elsewhere, world.other_hr):
        with pytest.raises(NotAllowed):
            asked(incident, asker)
        client.force_login(asker)
        assert ask_by_form(client, incident).status_code in (403, 404)
        page = client.get(page_of(incident))
        assert page.status_code in (403, 404) or "是几号楼？" not in page.text


def test_whom_a_case_is_about_is_not_told_of_answers(world: CaseWorld) -> None:
    code = new_code()
    incident = spoken_up(world.site, code)
    world.opened(incident, subject=world.other_hr)
    before = len(told(world.other_hr))
    answer_as_reporter(code=code, text="还有。", form_id=uuid4(), photos={})
    assert len(told(world.other_hr)) == before
    assert told(world.third_hr)[-1] == page_of(incident)


def answers_listed(client: Client, state: str) -> list[int]:
    page = client.get(reverse("conduct_records:incidents"), {"state": state})
    return [card["incident"].pk for card in page.context["cards"]]


def test_answers_that_wait_come_first_until_they_are_answered(
    client: Client, world: CaseWorld
) -> None:
    codes = [new_code() for __ in range(3)]
    first, second, taken = (spoken_up(world.site, code) for code in codes)
    world.opened(taken)
    client.force_login(world.hr)
    assert answers_listed(client, "answers") == []
    assert answers_listed(client, "waiting") == [second.pk, first.pk]
    for code in (codes[0], codes[2]):
        answer_as_reporter(code=code, text="补充。", form_id=uuid4(), photos={})
    assert set(answers_listed(client, "answers")) == {first.pk, taken.pk}
    assert answers_listed(client, "waiting") == [first.pk, second.pk]
    asked(first, world.hr, "谢谢。")
    close_incident(actor=world.hr, incident=second, reason="无。")
    assert answers_listed(client, "answers") == [taken.pk]


@pytest.mark.parametrize("state", ["waiting", "answers"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    rows: int,
    state: str,
    client: Client,
    world: CaseWorld,
    django_assert_num_queries: Any,
) -> None:
    for __ in range(rows):
        code = new_code()
        spoken_up(world.site, code)
        answer_as_reporter(code=code, text="补充。", form_id=uuid4(), photos={})
    client.force_login(world.hr)
    client.get(reverse("conduct_records:incidents"))
    with django_assert_num_queries(8):
        assert len(answers_listed(client, state)) == rows
