"""How much one network may send without a sign-in, and what is counted of it."""

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.models import Incident, ReportMessage
from conduct_records.rules.cases.floods import HOUR, MOST, Deed, Hour
from conduct_records.rules.cases.reporter_codes import (
    new_code,
)
from conduct_records.views.cases.callers import EASEL
from tests.conduct_records.cases.reports import photo
from tests.conduct_records.cases.speaking_up import CODE, Reporter
from tests.factories.cases import CaseWorld, case_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def test_the_eleventh_report_within_an_hour_waits_and_keeps_what_was_typed(
    world: CaseWorld,
) -> None:
    reporter = Reporter(REMOTE_ADDR="192.0.2.7")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for __ in range(MOST[Deed.REPORT]):
            assert reporter.report().status_code == 200
        last = reporter.form(what="第十一件。")
        answer = reporter.send("speak-up", **last)
        assert answer.status_code == 429 and "第十一件。" in answer.text
        assert 0 < int(answer.headers["Retry-After"]) <= 3600
        assert Reporter(REMOTE_ADDR="192.0.2.8").report().status_code == 200
        clock.shift(timedelta(hours=1))
        assert reporter.send("speak-up", **last).status_code == 200


def test_a_form_that_arrived_is_shown_its_code_again_however_many_came(world: CaseWorld) -> None:
    reporter = Reporter(REMOTE_ADDR="192.0.2.7")
    form = reporter.form()
    reporter.send("speak-up", **form)
    for __ in range(MOST[Deed.REPORT]):
        reporter.report()
    assert reporter.send("speak-up", **form).status_code == 200


def test_nothing_is_drawn_for_what_has_arrived(world: CaseWorld) -> None:
    """A picture that cannot be drawn is refused, or it was not looked at."""

    def broken() -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile("a.jpg", b"no picture")]

    reporter = Reporter(REMOTE_ADDR="192.0.2.7")
    form, form_id = reporter.form(), uuid4()
    assert reporter.send("speak-up", **form, photos=broken()).status_code == 422
    code = CODE.search(reporter.send("speak-up", **form).text)
    again = reporter.send("speak-up", **form, photos=broken())
    assert code and again.status_code == 200 and code[1] in again.text
    reporter.code = code[1]
    for __ in range(MOST[Deed.MESSAGE] + 1):
        assert reporter.say("又一句。", form_id=form_id).status_code == 200
    assert reporter.say("又一句。", form_id=form_id, photos=broken()).status_code == 200
    assert Incident.objects.count() == ReportMessage.objects.count() == 1


def test_pictures_of_one_report_are_drawn_at_a_time_and_what_was_typed_stays(
    world: CaseWorld,
) -> None:
    reporter = Reporter(REMOTE_ADDR="192.0.2.7")
    reporter.report()
    form = reporter.form(what="有人倒卖门禁卡。")
    with EASEL.taken(is_needed=True):
        busy = reporter.send("speak-up", **form, photos=[photo()])
        said = reporter.say("又一句。", photos=[photo()])
        assert reporter.say("没有照片。").status_code == 200
    assert busy.status_code == said.status_code == 503 and int(busy.headers["Retry-After"]) > 0
    assert "有人倒卖门禁卡。" in busy.text and "又一句。" in said.text
    assert Incident.objects.count() == ReportMessage.objects.count() == 1
    assert reporter.send("speak-up", **form, photos=[photo()]).status_code == 200


def test_a_text_that_is_too_long_is_refused_without_an_error_in_the_log(
    world: CaseWorld, caplog: pytest.LogCaptureFixture
) -> None:
    reporter = Reporter(REMOTE_ADDR="192.0.2.7")
    for name in ("speak-up", "speak-up-follow", "speak-up-answer"):
        assert reporter.send(name, what="长" * 1_000_000).status_code == 413
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR or each.exc_info]


def test_codes_are_not_tried_out_and_a_right_one_does_not_count(world: CaseWorld) -> None:
    reporter = Reporter(REMOTE_ADDR="192.0.2.7")
    reporter.report()
    for __ in range(MOST[Deed.CODE] + 5):
        assert reporter.look().status_code == 200
    for __ in range(MOST[Deed.CODE]):
        assert reporter.look(new_code()).status_code == 422
    wrong = new_code()
    answer = reporter.look(wrong)
    assert answer.status_code == 429 and wrong in answer.text
    assert reporter.look().status_code == 429


def test_messages_are_limited_and_what_was_typed_stays(world: CaseWorld) -> None:
    reporter = Reporter(REMOTE_ADDR="192.0.2.7")
    reporter.report()
    for __ in range(MOST[Deed.MESSAGE]):
        assert reporter.say("又一句。").status_code == 200
    answer: Any = reporter.say("再一句。")
    assert answer.status_code == 429 and "再一句。" in answer.text


def test_the_address_is_the_one_that_a_trusted_proxy_names(world: CaseWorld, settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    for number in range(MOST[Deed.REPORT] + 2):
        reporter = Reporter(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
        assert reporter.report().status_code == 200


@given(st.ip_addresses(), st.ip_addresses(), st.sampled_from(Deed))
def test_callers_are_counted_apart_and_not_known_in_the_next_hour(
    one: Any, other: Any, deed: Deed
) -> None:
    now = timezone.now()
    hour, later = Hour(now), Hour(now + HOUR)
    caller = hour.caller(str(one))
    assert caller != later.caller(str(one)) and str(one).encode() not in caller
    for __ in range(MOST[deed]):
        assert hour.take(caller, deed)
    assert not hour.take(caller, deed)
    stranger = hour.caller(str(other))
    assert stranger == caller or hour.take(stranger, deed)
    hour.give_back(caller, deed)
    assert hour.take(caller, deed)


def test_an_hour_ends_also_where_the_clock_is_set_back() -> None:
    now = timezone.now()
    hour = Hour(now)
    assert hour.holds(now) and hour.holds(now + HOUR - timedelta(seconds=1))
    assert not hour.holds(now + HOUR) and not hour.holds(now - timedelta(seconds=1))
