"""The pages of the ledger: the auditor's desk, one entry, what outsiders may have."""

import json
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lms.ledger.actions.note_look import sequence_looks
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import Entry, PendingLook, SubjectKey, VerificationRun
from lms.ledger.queries.checkpoints import last_checkpoint
from lms.ledger.queries.looks import looks_at
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOUSE
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
REGISTER = reverse("ledger:register")
Things = Callable[..., list[int]]


@pytest.fixture
def unit(db: None) -> Unit:
    return UnitFactory.create()


@pytest.fixture
def auditor(unit: Unit) -> Employee:
    return holder_of(Role.AUDITOR, unit, name="闻笛", latin_name="Wen Di", language="en")


@pytest.fixture
def as_auditor(client: Client, auditor: Employee) -> Client:
    client.force_login(auditor)
    return client


@pytest.fixture
def person(unit: Unit) -> Employee:
    return EmployeeFactory.create(unit=unit, name="陈静", latin_name="Chen Jing")


def entry_page(seq: int, log: Log = Log.RECORDS) -> str:
    return reverse("ledger:entry", args=[log, seq])


def bundle(client: Client, seq: int, **query: object) -> dict[str, object]:
    response = client.get(reverse("ledger:bundle", args=[Log.RECORDS, seq]), query)
    assert response.status_code == 200
    found: dict[str, object] = json.loads(response.content)
    return found


# The register -------------------------------------------------------------------------------


def test_only_who_checks_the_ledger_sees_it(client: Client, unit: Unit) -> None:
    for role in (None, Role.SITE_MANAGER, Role.TRAINER, Role.HR_OFFICER):
        reader = holder_of(role, unit) if role else EmployeeFactory.create(unit=unit)
        client.force_login(reader)
        for address in (REGISTER, entry_page(0), reverse("ledger:bundle", args=["records", 0])):
            assert client.get(address).status_code == 403
        assert client.post(reverse("ledger:verify")).status_code == 403
    assert not PendingLook.objects.exists()


def test_an_empty_ledger_says_what_comes(as_auditor: Client) -> None:
    page = as_auditor.get(REGISTER, {"log": "looks"}).text
    assert "Nothing is recorded yet" in page and "Nothing was verified yet" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_number_of_queries(
    as_auditor: Client, record_things: Things, count: int, django_assert_num_queries
) -> None:
    for __ in range(count):
        record_things(subject=f"person-{__}")
    sign_checkpoint(Log.RECORDS)
    with django_assert_num_queries(16):
        assert as_auditor.get(REGISTER).status_code == 200


def test_entries_are_found_by_number_kind_day_and_log(
    as_auditor: Client, record_things: Things
) -> None:
    def numbers(**query: object) -> list[int]:
        rows = as_auditor.get(REGISTER, query).context["rows"]
        return [entry.seq for entry, __, __ in rows]

    things = record_things(3)[::-1]
    assert numbers()[:3] == things
    assert numbers(number=things[1]) == [things[1]]
    assert numbers(number=things[0] + 1) == []
    assert numbers(type="test.thing") == things
    assert numbers(type="ledger.look") == []
    assert numbers(type="test.thing", since="2026-01-01", until="2090-01-01") == things
    assert numbers(until="2026-01-01") == []
    sequence_looks()
    assert numbers(log="looks")


@pytest.mark.parametrize(
    "query",
    [
        {"number": "-1"},
        {"number": "9" * 40},
        {"since": "yesterday", "until": "9999-12-31"},
        {"type": "none", "log": "none", "page": "x"},
        {"since": "0001-01-01"},
    ],
)
def test_what_cannot_be_understood_is_left_out(
    as_auditor: Client, record_things: Things, query: dict[str, str]
) -> None:
    record_things()
    assert as_auditor.get(REGISTER, query).status_code == 200


def test_the_filter_survives_leafing(
    as_auditor: Client, record_things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.ledger.views.register.PAGE_SIZE", 2)
    record_things(3)
    page = as_auditor.get(REGISTER, {"type": "test.thing"}).text
    assert 'href="?type=test.thing&amp;page=2"' in page


def test_names_of_people_elsewhere_are_not_told(as_auditor: Client, auditor: Employee) -> None:
    stranger = EmployeeFactory.create(name="外人甲", latin_name="Wai Jia")
    with transaction.atomic():
        __, hers = record_entries(
            Record("test.thing", auditor.token, {"name": "own"}),
            Record("test.thing", stranger.token, {"name": "strange"}, subject=stranger.token),
        )
    page = as_auditor.get(REGISTER, {"type": "test.thing"}).text
    assert "Wen Di" in page and "Wai Jia" not in page
    page = as_auditor.get(entry_page(hers)).text
    assert "Wai Jia" not in page and "strange" not in page
    assert "What its fields say is not open to you" in page
    assert bundle_after_signing(as_auditor, hers)["disclosed"] == {}


def test_of_what_is_about_the_reader_there_is_the_proof_alone(
    as_auditor: Client, auditor: Employee
) -> None:
    with transaction.atomic():
        mine, other = record_entries(
            Record("test.thing", HOUSE, {"name": "own"}, subject=auditor.token),
            Record("test.thing", auditor.token, {"name": "own"}, subject=auditor.token),
        )
    sign_checkpoint(Log.RECORDS)
    rows = {
        entry.seq: (kind, actor) for entry, kind, actor in as_auditor.get(REGISTER).context["rows"]
    }
    assert rows[mine] == rows[other] == ("an entry that is kept closed", "—")
    for query in ({"type": "test.thing"}, {"type": "test.thing", "number": mine}):
        assert not as_auditor.get(REGISTER, query).context["rows"]
    page = as_auditor.get(entry_page(mine))
    assert "Leads to the signed root" in page.text and "an entry that is kept closed" in page.text
    assert page.text.count("Wen Di") == as_auditor.get(REGISTER).text.count("Wen Di")
    assert as_auditor.get(reverse("ledger:bundle", args=["records", mine])).status_code == 409


def bundle_after_signing(client: Client, seq: int) -> dict[str, object]:
    sign_checkpoint(Log.RECORDS)
    found = bundle(client, seq, field=["name"])
    entries: list[dict[str, object]] = found["entries"]  # type: ignore[assignment]
    return entries[0]


# One entry ----------------------------------------------------------------------------------


def test_an_entry_says_what_was_recorded_and_where_it_stands(
    as_auditor: Client, record_things: Things, person: Employee
) -> None:
    for __ in range(20):
        record_things(subject=person.token)
    sign_checkpoint(Log.RECORDS)
    page = as_auditor.get(entry_page(17)).text
    assert "Chen Jing" in page and "林小满" in page
    assert "Leads to the signed root" in page
    assert page.count('<svg class="proof-tree" width') == 2


@pytest.mark.parametrize("count", [1, 3])
def test_an_entry_costs_the_same_number_of_queries(
    as_auditor: Client,
    record_things: Things,
    person: Employee,
    count: int,
    django_assert_num_queries,
) -> None:
    seq, *__ = record_things(count, subject=person.token)
    sign_checkpoint(Log.RECORDS)
    with django_assert_num_queries(18):
        assert as_auditor.get(entry_page(seq)).status_code == 200


def test_an_entry_without_a_checkpoint_asks_for_patience(
    as_auditor: Client, record_things: Things
) -> None:
    [seq] = record_things()
    assert "Not covered by a checkpoint yet" in as_auditor.get(entry_page(seq)).text
    refused = as_auditor.get(reverse("ledger:bundle", args=[Log.RECORDS, seq]))
    assert refused.status_code == 409


def test_what_was_erased_is_said_to_be(
    as_auditor: Client, record_things: Things, person: Employee
) -> None:
    [seq] = record_things(subject=person.token)
    sign_checkpoint(Log.RECORDS)
    SubjectKey.objects.filter(token=person.token).delete()
    page = as_auditor.get(entry_page(seq)).text
    assert "林小满" not in page and page.count("Erased") == 2
    assert "Leads to the signed root" in page


def test_there_is_no_page_beyond_the_last_entry(as_auditor: Client, record_things: Things) -> None:
    [last] = record_things()
    for seq in (last + 1, 2**62, 2**80):
        assert as_auditor.get(entry_page(seq)).status_code == 404


def test_the_administrator_sees_proofs_and_no_values(
    client: Client, unit: Unit, record_things: Things, person: Employee
) -> None:
    client.force_login(holder_of(Role.ADMINISTRATOR, unit, language="en"))
    [seq] = record_things(subject=person.token)
    sign_checkpoint(Log.RECORDS)
    page = client.get(entry_page(seq)).text
    assert "Leads to the signed root" in page
    assert "林小满" not in page and "Chen Jing" not in page
    assert bundle_after_signing(client, seq)["disclosed"] == {}


def test_a_bundle_discloses_the_ticked_fields_alone(
    as_auditor: Client, record_things: Things, person: Employee
) -> None:
    [seq] = record_things(subject=person.token)
    shown = bundle_after_signing(as_auditor, seq)["disclosed"]
    assert isinstance(shown, dict)
    assert shown.keys() == {"name"} and shown["name"]["value"] == "林小满"


# Reading is recorded ------------------------------------------------------------------------


def test_reading_the_ledger_is_recorded(
    as_auditor: Client, auditor: Employee, record_things: Things, person: Employee
) -> None:
    [seq] = record_things(subject=person.token)
    as_auditor.get(REGISTER)
    as_auditor.get(entry_page(seq))
    looks = list(PendingLook.objects.order_by("pk").values_list("actor", "subject"))
    assert looks == [(auditor.token, HOUSE), (auditor.token, person.token)]
    sequence_looks()
    newest = looks_at(person.token).first()
    assert newest is not None
    page = as_auditor.get(entry_page(newest.seq, Log.LOOKS)).text
    assert "an entry of the ledger" in page and "audit of the ledger" in page


# Verifying ----------------------------------------------------------------------------------


def test_an_auditor_has_the_ledger_verified(as_auditor: Client, auditor: Employee) -> None:
    asked = as_auditor.post(reverse("ledger:verify"))
    run = VerificationRun.objects.get()
    assert run.asked_by == auditor.token
    assert asked.headers["Location"] == reverse("ledger:verification", args=[run.pk])
    assert "hx-get" in as_auditor.get(asked.headers["Location"]).text
    assert reverse("ledger:verification", args=[run.pk]) in as_auditor.get(REGISTER).text


def test_a_verdict_is_shown(as_auditor: Client) -> None:
    for is_sound, word in ((True, "Whole"), (False, "Not whole")):
        run = VerificationRun.objects.create(state="done", is_sound=is_sound, size=3)
        assert word in as_auditor.get(reverse("ledger:verification", args=[run.pk])).text
        assert word in as_auditor.get(REGISTER).text


# What was altered --------------------------------------------------------------------------


def test_a_tampered_tree_is_told_and_breaks_nothing(
    as_auditor: Client, record_things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = record_things(5)[2]
    sign_checkpoint(Log.RECORDS)
    honest = Entry.objects.get(log=Log.RECORDS, seq=seq)
    honest.envelope = honest.envelope.replace("test.thing", "test.thong")
    monkeypatch.setattr("lms.ledger.views.entry.entry_at", lambda log, seq: honest)
    page = as_auditor.get(entry_page(seq)).text
    assert "It does not lead to the signed root" in page
    assert "What is sealed here does not open" in page
    assert last_checkpoint(Log.RECORDS) is not None
