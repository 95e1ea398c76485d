"""What anybody may have of the ledger, without signing in."""

import base64
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.verifier import is_consistent, open_checkpoint

pytestmark = pytest.mark.django_db
Things = Callable[..., list[int]]


def test_an_outsider_gets_key_checkpoint_and_verifier(
    client: Client, record_things: Things
) -> None:
    assert client.get(reverse("ledger:about")).status_code == 200
    assert client.get(reverse("ledger:checkpoint", args=["records"])).status_code == 404
    record_things(3)
    sign_checkpoint(Log.RECORDS)
    note = client.get(reverse("ledger:checkpoint", args=["records"]))
    assert note.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "max-age=60" in note.headers["Cache-Control"]
    assert open_checkpoint(note.text, verifier_keys()).size == 3
    page = client.get(reverse("ledger:about")).text
    assert str(verifier_keys()[0]) in page
    program = client.get(reverse("ledger:verifier"))
    assert "def is_included" in program.text and "def check_paper" in program.text


def test_two_checkpoints_are_shown_to_be_consistent(client: Client, record_things: Things) -> None:
    for count in (3, 4):
        record_things(count)
        sign_checkpoint(Log.RECORDS)
    answer = client.get(reverse("ledger:checkpoints", args=["records"])).json()
    assert [each["size"] for each in answer["checkpoints"]] == [3, 7]
    assert answer["next"] is None
    later = client.get(reverse("ledger:checkpoints", args=["records"]), {"from": 4}).json()
    assert [each["size"] for each in later["checkpoints"]] == [7]
    old, new = (open_checkpoint(each["note"], verifier_keys()) for each in answer["checkpoints"])
    proof = client.get(reverse("ledger:consistency", args=["records"]), {"from": 3, "to": 7})
    hashes = [base64.b64decode(each) for each in proof.json()["consistency"]]
    assert is_consistent(3, 7, old.root, new.root, hashes)


def test_the_list_of_checkpoints_goes_on(
    client: Client, record_things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.ledger.views.public.PAGE_SIZE", 1)
    for __ in range(2):
        record_things()
        sign_checkpoint(Log.RECORDS)
    answer = client.get(reverse("ledger:checkpoints", args=["records"])).json()
    assert [each["size"] for each in client.get(answer["next"]).json()["checkpoints"]] == [2]


@pytest.mark.parametrize(
    "query",
    [{}, {"from": "x"}, {"from": "-1"}, {"from": "3", "to": "2"}, {"from": "1", "to": "9"},
     {"from": "9" * 30}, {"from": "²"}],
)  # fmt: skip
def test_sizes_that_make_no_proof_are_refused(
    client: Client, record_things: Things, query: dict[str, str]
) -> None:
    record_things(3)
    sign_checkpoint(Log.RECORDS)
    assert client.get(reverse("ledger:consistency", args=["records"]), query).status_code == 400
