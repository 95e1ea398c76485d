"""What a bundle must not tell: witnesses of a sibling case, whether the person guessed right, and
anybody’s token."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.erase_conduct import erase_conduct, erase_conduct_again
from conduct_records.models import Case, CaseStep, Notice
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.evidence import step_taken
from conduct_records.rules.cases.procedure import Seat, StepKind
from conduct_records.rules.cases.step_content import as_json
from lms.ledger.actions.erasing import destroy_keys, erasing
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.queries.entries import disclosures_of
from lms.people.enums import Role
from lms.people.models import Employee
from tests.conduct_records.cases.test_bundle import checked, data_of, files_in, taken_out, text_of
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)
WITNESS = said.InterviewRole.WITNESS


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def witness(world: CaseWorld) -> Employee:
    return EmployeeFactory.create(unit=world.site, name="韦曼筠", latin_name="Wei Manyun")


def asked_of(witness: Employee) -> said.Interviewed:
    return said.Interviewed(witness.name, WITNESS, "我看见岗亭没有人。", person=witness.token)


def to_the_end(world: CaseWorld, case: Case) -> Case:
    return world.served(world.decided(world.heard(world.notified(world.charged(case)))))


def as_it_was(world: CaseWorld, case: Case, content: said.Interviewed) -> CaseStep:
    """An interview from before it had a key of its own."""
    now = timezone.now()
    with transaction.atomic():
        row = CaseStep.objects.create(
            case=case,
            number=case.steps.count() + 1,
            kind=StepKind.INTERVIEWED,
            data=as_json(content),
            actor=world.investigator,
            at=now,
            recorded_at=now,
            has_own_key=False,
        )
        record_entries(step_taken(row))
    return row


def ledger_bundle(world: CaseWorld, entry: Entry) -> Any:
    client = Client()
    client.force_login(holder_of(Role.AUDITOR, world.company))
    return client.get(reverse("ledger:bundle", args=[entry.log, entry.seq]))


def test_witnesses_of_all_cases_of_the_incident_stay_closed(
    world: CaseWorld, witness: Employee
) -> None:
    incident = world.incident(what="韩子轩当时在场。")
    other = world.opened(incident, subject=EmployeeFactory.create(unit=world.site, name="费云帆"))
    world.step(other, world.hr, said.InvestigationOpened(world.investigator.token))
    world.step(other, world.investigator, said.Interviewed("韩子轩", WITNESS, "我看见了。"))
    case = world.investigating(world.opened(incident))
    world.step(case, world.investigator, asked_of(witness))
    data = data_of(taken_out(world, to_the_end(world, case)))
    files = files_in(data)
    assert checked(data).fault is None
    assert "韩子轩" not in text_of(files["index.pdf"])
    assert "韩子轩" not in files["proofs.json"].decode()
    assert witness.token not in files["proofs.json"].decode()


def test_a_witness_with_the_shortest_of_names_stays_closed(world: CaseWorld) -> None:
    case = world.investigating(world.opened())
    world.step(case, world.investigator, said.Interviewed("龘", WITNESS, "我看见了。"))
    index = text_of(files_in(data_of(taken_out(world, to_the_end(world, case))))["index.pdf"])
    assert "我看见了。" in index and "龘" not in index


def test_what_the_person_says_is_left_as_it_is_whomever_they_guess_at(world: CaseWorld) -> None:
    texts = []
    for name in (world.reporter.name, "孙一鸣"):
        case = world.notified(world.charged(world.investigating(world.opened())))
        world.step(case, world.subject, said.Stated(f"一定是{name}举报我的。"))
        world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
        data = data_of(taken_out(world, world.served(world.decided(case))))
        index = "".join(text_of(files_in(data)["index.pdf"]).split())
        assert f"一定是{name}举报我的。" in index
        entries = {e["type"]: shown for e, shown in checked(data).entries.values()}
        texts.append(entries["case.stated"]["text"])
    assert texts == [f"一定是{name}举报我的。" for name in (world.reporter.name, "孙一鸣")]


def test_no_entry_of_an_interview_names_whom_it_was_with_by_their_key(
    world: CaseWorld, witness: Employee
) -> None:
    case = world.investigating(world.opened())
    step = world.step(case, world.investigator, asked_of(witness))
    entry = Entry.objects.get(log=Log.RECORDS, type="case.interviewed")
    assert witness.token not in entry.envelope
    keys = json.loads(entry.envelope)["keys"]
    assert keys["name"] == keys["person"] == step.token and keys["text"] == case.token
    sign_checkpoint(log=Log.RECORDS)
    found = ledger_bundle(world, entry)
    assert found.status_code == 200 and witness.token not in found.text
    assert verify().is_sound


@pytest.mark.parametrize("is_old", [False, True])
def test_an_erased_witness_is_named_nowhere_and_the_interview_stays(
    world: CaseWorld, witness: Employee, is_old: bool
) -> None:
    case = world.investigating(world.opened())
    if is_old:
        step = as_it_was(world, case, asked_of(witness))
    else:
        step = world.step(case, world.investigator, asked_of(witness))
    with transaction.atomic(), erasing():
        done = erase_conduct(witness)
        destroy_keys(
            actor=world.hr.token, subject=witness.token, records=done.tokens, reason="期满"
        )
    step.refresh_from_db()
    assert step.data["name"] == "" and step.data["text"] == "我看见岗亭没有人。"
    assert [step.data["person"] == "", step.token in done.tokens] == [not is_old] * 2
    entry = Entry.objects.get(log=Log.RECORDS, type="case.interviewed")
    opened = disclosures_of([entry])[entry.seq]
    assert opened["name"] is None and opened["person"] is None and opened["text"] is not None
    assert verify().is_sound


def test_after_a_restore_an_interview_is_emptied_by_its_token(
    world: CaseWorld, witness: Employee
) -> None:
    case = world.investigating(world.opened())
    step = world.step(case, world.investigator, asked_of(witness))
    with transaction.atomic(), erasing():
        done = erase_conduct_again(step.token)
    step.refresh_from_db()
    assert done is not None and list(done.tokens) == [step.token]
    assert (step.data["name"], step.data["person"]) == ("", "") and step.data["text"]


def test_an_entry_from_before_is_left_out_and_that_is_said(
    world: CaseWorld, witness: Employee
) -> None:
    case = world.investigating(world.opened())
    as_it_was(world, case, asked_of(witness))
    entry = Entry.objects.get(log=Log.RECORDS, type="case.interviewed")
    assert witness.token in entry.envelope
    sign_checkpoint(log=Log.RECORDS)
    refused = ledger_bundle(world, entry)
    assert refused.status_code == 409 and witness.token not in refused.text
    data = data_of(taken_out(world, to_the_end(world, case)))
    report, files = checked(data), files_in(data)
    assert report.fault is None and entry.seq not in report.entries
    assert witness.token not in files["proofs.json"].decode()
    assert files["README.txt"].decode().count(str(entry.seq)) >= 2
    assert "我看见岗亭没有人。" in text_of(files["index.pdf"])
    assert Notice.objects.filter(case=case).exists() and verify().is_sound
