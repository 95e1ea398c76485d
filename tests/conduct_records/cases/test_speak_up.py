"""Reporting without a name, coming back with the code, being asked, answering; what is refused."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.actions.cases.answer_as_reporter import answer_as_reporter
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.enums import Source
from conduct_records.errors import (
    ChannelIsClosed,
    FormBelongsToAnother,
    MessageIsFixed,
    NobodyToAsk,
)
from conduct_records.models import Incident, IncidentClosing, ReporterCode, ReportMessage
from conduct_records.rules.cases.channel import Followed, followed
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.reporter_codes import (
    ALPHABET,
    code_in,
    hash_of,
    in_groups,
    new_code,
)
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.models import Entry
from lms.people.enums import UnitKind
from tests.conduct_records.cases.reports import photo, reported
from tests.conduct_records.cases.speaking_up import Reporter, asked, spoken_up, told
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def reporter(world: CaseWorld) -> Reporter:
    return Reporter()


# Codes -----------------------------------------------------------------------------------------


def test_a_code_has_eighty_bits() -> None:
    assert len(set(ALPHABET)) == 32 and len({new_code() for __ in range(50)}) == 50
    assert all(len(new_code()) * 5 == 80 for __ in range(5))


@given(st.text(ALPHABET, min_size=16, max_size=16), st.data())
def test_a_code_is_read_however_it_is_typed(code: str, data: st.DataObject) -> None:
    gaps = st.sampled_from(["", " ", "-", "－", "　", " — "])
    typed = "".join(character + data.draw(gaps) for character in code)
    wide = "".join(chr(ord(each) + 0xFEE0) if each.isalnum() else each for each in typed)
    for way in (typed, typed.lower(), wide, in_groups(code), code.replace("0", "o")):
        assert code_in(way) == code


@pytest.mark.parametrize("typed", ["", "abc", "A" * 15, "A" * 17, "汉" * 16, "!" * 16])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert code_in(typed) is None


# Reporting -------------------------------------------------------------------------------------


def test_a_report_gets_a_code_once_and_only_its_hash_is_kept(
    reporter: Reporter, world: CaseWorld
) -> None:
    answer = reporter.report(unit=world.site.pk, photos=[photo(), photo(colour="red")])
    assert answer.status_code == 200
    incident = Incident.objects.get()
    assert (incident.source, incident.reported_by, incident.device) == (Source.ANONYMOUS, None, "")
    assert incident.unit == world.site
    assert ReporterCode.objects.get().code_hash == hash_of(code_in(reporter.code) or "")
    for number, one in enumerate(incident.evidence.all(), start=1):
        assert one.name == f"photo-{number}.webp"
        assert (one.added_by, one.device, one.capture_hash) == (None, "", "")
    assert incident.evidence.count() == 2
    assert told(world.hr) == [f"/desk/incidents/{incident.pk}/"]
    assert told(world.subject) == []
    assert verify().is_sound


def test_without_a_site_it_is_the_company_s(reporter: Reporter, world: CaseWorld) -> None:
    reporter.report()
    assert Incident.objects.get().unit == world.company
    assert told(world.director) and not told(world.subject)


def test_a_form_sent_twice_is_one_report_with_one_code(reporter: Reporter) -> None:
    form = reporter.form()
    pages = [reporter.send("speak-up", **form).text for __ in range(2)]
    codes = {re.search(r'id="code-itself"[^>]*>([^<]+)', page)[1] for page in pages}  # type: ignore[index]
    assert len(codes) == 1 and Incident.objects.count() == 1


def test_the_same_picture_twice_is_kept_once(reporter: Reporter) -> None:
    reporter.report(photos=[photo("a.jpg"), photo("b.jpg")])
    assert Incident.objects.get().evidence.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"place": ""},
        {"clock": ""},
        {"day": "2999-01-01"},
        {"day": "0001-01-01"},
        {"unit": "999999"},
        {"ticket": "AAAAAAAAAAAAAAAA"},
        {"ticket": "AAAAAAAAAAAAAAAA:wrong"},
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    wrong: dict[str, str], reporter: Reporter
) -> None:
    answer = reporter.report(**{"what": "有人倒卖门禁卡。"} | wrong)
    assert answer.status_code == 422 and not Incident.objects.exists()
    assert "what" in wrong or "有人倒卖门禁卡。" in answer.text


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.pdf", b"%PDF-1.4"),
        SimpleUploadedFile("a.jpg", b"no picture"),
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ],
)
def test_only_pictures_are_taken(file: SimpleUploadedFile, reporter: Reporter) -> None:
    file.seek(0)
    answer = reporter.report(photos=[file])
    assert answer.status_code == 422 and not Incident.objects.exists()


def test_a_picture_that_breaks_while_it_is_drawn_is_refused(reporter: Reporter) -> None:
    whole = photo().read()
    cut = SimpleUploadedFile("a.jpg", whole[: len(whole) // 3])
    answer = reporter.report(photos=[cut])
    assert answer.status_code == 422 and not Incident.objects.exists()


def test_six_pictures_are_one_too_many(reporter: Reporter) -> None:
    colours = ("red", "blue", "green", "black", "white", "teal")
    answer = reporter.report(photos=[photo(colour=colour) for colour in colours])
    assert answer.status_code == 422 and not Incident.objects.exists()


def test_a_form_needs_its_own_token_even_without_a_session(world: CaseWorld) -> None:
    reporter = Reporter(Client(enforce_csrf_checks=True))
    form = reporter.form()
    assert reporter.send("speak-up", **form).status_code == 403
    token = reporter.client.cookies["csrftoken"].value
    answer = reporter.send("speak-up", **form, csrfmiddlewaretoken=token)
    assert answer.status_code == 200 and Incident.objects.count() == 1
    assert set(reporter.client.cookies) == {"csrftoken"}


# Coming back -----------------------------------------------------------------------------------


def test_the_code_leads_to_the_report_and_stands_in_no_address(
    reporter: Reporter, world: CaseWorld
) -> None:
    reporter.report(unit=world.site.pk)
    page = reporter.look(f" {reporter.code.lower()} ")
    assert page.status_code == 200 and "地下一层库房" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "strict-origin"
    links = re.findall(r'(?:href|action|src)="([^"]*)"', page.text)
    assert not any(
        reporter.code in each or reporter.code.replace("-", "") in each for each in links
    )


@pytest.mark.parametrize("code", ["", "abc", "0" * 16])
def test_a_wrong_code_leads_nowhere(code: str, reporter: Reporter) -> None:
    reporter.report()
    for name in ("speak-up-follow", "speak-up-answer"):
        answer = reporter.send(name, code=code, text="?", form_id=uuid4())
        assert answer.status_code == 422 and "地下一层库房" not in answer.text
    assert not ReportMessage.objects.exists()


def test_a_question_is_read_and_answered_once(reporter: Reporter, world: CaseWorld) -> None:
    reporter.report(unit=world.site.pk)
    incident = Incident.objects.get()
    asked(incident, world.hr, "当时是哪一层？")
    page = reporter.look()
    assert "当时是哪一层？" in page.text
    assert world.hr.name not in page.text and world.hr.staff_number not in page.text
    form_id = uuid4()
    for __ in range(2):
        done = reporter.say("地下一层。", form_id=form_id, photos=[photo()])
        assert done.status_code == 200 and "地下一层。" in done.text
    mine = incident.messages.get(written_by=None)
    assert mine.text == "地下一层。" and incident.evidence.count() == 1
    assert len(told(world.hr)) == 2
    kinds = Entry.objects.filter(type="incident.message").count()
    assert kinds == 2 and verify().is_sound


def test_an_answer_is_not_another_report_s(reporter: Reporter, world: CaseWorld) -> None:
    code, form_id = new_code(), uuid4()
    spoken_up(world.site, code)
    other = new_code()
    spoken_up(world.site, other)
    answer_as_reporter(code=code, text="甲", form_id=form_id, photos={})
    with pytest.raises(FormBelongsToAnother):
        answer_as_reporter(code=other, text="乙", form_id=form_id, photos={})


def test_nothing_written_is_changed(world: CaseWorld) -> None:
    message = asked(spoken_up(world.site), world.hr)
    message.text = "另一个问题"
    with pytest.raises(MessageIsFixed):
        message.save()


def test_the_language_pressed_is_kept_for_these_pages_alone(reporter: Reporter) -> None:
    reporter.client.get(reverse("conduct_records:speak-up"), {"language": "en"})
    cookie = reporter.client.cookies["speak_up_language"]
    assert (cookie.value, cookie["path"]) == ("en", "/speak-up/")
    assert reporter.get("speak-up-follow").headers["Content-Language"] == "en"
    again = reporter.client.get(reverse("conduct_records:speak-up"), {"language": "tlh"})
    assert again.headers["Content-Language"] == "en"


# What comes of it ------------------------------------------------------------------------------


def state_of(reporter: Reporter) -> Any:
    return reporter.look().context["state"]


def test_the_reporter_follows_a_report_to_its_end(reporter: Reporter, world: CaseWorld) -> None:
    reporter.report(unit=world.site.pk)
    incident = Incident.objects.get()
    assert state_of(reporter) == Followed.RECEIVED
    case = world.opened(incident)
    assert state_of(reporter) == Followed.LOOKED_INTO
    assert reporter.say("还有一件事。").status_code == 200
    page = reporter.look().text
    assert world.subject.name not in page and case.number not in page
    type(case).objects.filter(pk=case.pk).update(state=State.STANDING)
    assert state_of(reporter) == Followed.CONCLUDED
    assert reporter.say("迟到的话").status_code == 422
    with pytest.raises(ChannelIsClosed):
        asked(incident, world.hr)


def test_a_last_word_comes_with_setting_it_aside_and_then_it_is_closed(
    reporter: Reporter, world: CaseWorld, client: Client
) -> None:
    reporter.report(unit=world.site.pk)
    incident = Incident.objects.get()
    client.force_login(world.hr)
    given = {"reason": "查无此事。", "last_word": "已核对监控，是正常调拨。"}
    address = reverse("conduct_records:set-aside", args=[incident.pk])
    assert client.post(address, given).status_code == 302
    page = reporter.look()
    assert page.context["state"] == Followed.SET_ASIDE
    assert "已核对监控，是正常调拨。" in page.text and "查无此事。" not in page.text
    assert reporter.say("不对！").status_code == 422
    assert ReportMessage.objects.count() == IncidentClosing.objects.count() == 1
    assert verify().is_sound


def test_there_is_nobody_to_say_a_last_word_to_where_the_reporter_gave_their_name(
    world: CaseWorld,
) -> None:
    incident = reported(world.reporter)
    with pytest.raises(NobodyToAsk):
        close_incident(actor=world.hr, incident=incident, reason="无。", last_word="谢谢")
    with pytest.raises(NobodyToAsk):
        asked(incident, world.hr)
    assert not IncidentClosing.objects.exists()


@given(st.booleans(), st.lists(st.sampled_from(State), max_size=4))
def test_a_report_is_open_until_everything_that_came_of_it_is_settled(
    is_set_aside: bool, states: list[State]
) -> None:
    found = followed(is_set_aside=is_set_aside, states=states)
    assert (found == Followed.SET_ASIDE) == (is_set_aside and not states)
    if not is_set_aside or states:
        assert (found == Followed.RECEIVED) == (not states)
        under_way = {State.OPENED, State.INVESTIGATING, State.HEARD, State.SERVED, State.APPEALED}
        assert not under_way & set(states) or found == Followed.LOOKED_INTO


def test_sites_can_be_chosen_and_units_within_them_not(world: CaseWorld) -> None:
    team = UnitFactory.create(kind=UnitKind.TEAM, parent=world.site)
    page = Reporter().get("speak-up").text
    assert f'value="{world.site.pk}"' in page and f'value="{team.pk}"' not in page
