"""Rows of evidence are added; the models refuse the rest in readable words."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError

from assessments.errors import ResponseIsFixed
from assessments.models import Response
from lms.ledger.errors import Fixed
from lms.ledger.models import Entry, Head, SubjectKey
from lms.ledger.queries.triggers import guarded_tables

pytestmark = pytest.mark.django_db


def test_what_is_evidence() -> None:
    """Whoever makes a model append-only, or no longer so, says it here too."""
    assert [each.table for each in guarded_tables()] == [
        "assessments_allowance",
        "assessments_blindmark",
        "assessments_itemmark",
        "assessments_latedecision",
        "assessments_observation",
        "assessments_observationphoto",
        "assessments_questionstep",
        "assessments_questionversion",
        "assessments_response",
        "assessments_resultmark",
        "assessments_sheetversion",
        "assessments_sittingresult",
        "assessments_suspension",
        "conduct_records_adoptiondocument",
        "conduct_records_casebundle",
        "conduct_records_casestep",
        "conduct_records_codebooksignature",
        "conduct_records_codebookversion",
        "conduct_records_evidence",
        "conduct_records_identityanswer",
        "conduct_records_identityrequest",
        "conduct_records_incident",
        "conduct_records_incidentclosing",
        "conduct_records_notice",
        "conduct_records_reportmessage",
        "conduct_records_rulepack",
        "courses_acknowledgement",
        "courses_certificatedesign",
        "courses_lessonreading",
        "ledger_checkpoint",
        "ledger_entry",
        "ledger_head",
        "ledger_node",
        "ledger_sealedfields",
        "ledger_subjectkey",
        "people_retentionterm",
        "reviews_goalnote",
        "reviews_peeranswer",
        "reviews_result",
        "reviews_reviewscan",
        "reviews_reviewstep",
        "reviews_scorecardversion",
        "reviews_servicefigure",
    ]
    assert [each.table for each in guarded_tables() if each.can_be_destroyed] == [
        "ledger_subjectkey"
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Head.objects.get(log="looks").save(),
        lambda: Head.objects.get(log="looks").delete(),
        lambda: Head.objects.all().delete(),
        lambda: Head.objects.update(origin="x"),
        lambda: Head.objects.bulk_update(Head.objects.all(), ["origin"]),
        lambda: Head.objects.update_or_create(log="looks", defaults={"origin": "x"}),
        lambda: Head.objects.bulk_create(
            [Head(log="looks", origin="x")],
            update_conflicts=True,
            unique_fields=["log"],
            update_fields=["origin"],
        ),
    ],
)
def test_every_way_of_changing_is_refused(change: Callable[[], object]) -> None:
    before = list(Head.objects.order_by("log").values())
    with pytest.raises(Fixed):
        change()
    assert list(Head.objects.order_by("log").values()) == before


def test_a_new_object_with_the_key_of_a_row_does_not_take_its_place() -> None:
    with pytest.raises(IntegrityError):
        Head(log="looks", origin="x").save()


def test_each_package_refuses_in_its_own_words() -> None:
    with pytest.raises(ResponseIsFixed):
        Response.objects.update(revision=2)


def test_adding_and_reading_stay_as_they_are() -> None:
    kept, is_new = Head.objects.get_or_create(log="looks", defaults={"origin": "x"})
    assert not is_new
    assert kept.origin != "x"
    SubjectKey.objects.bulk_create([SubjectKey(token="t", wrapped=b"1")])
    SubjectKey.objects.bulk_create(
        [SubjectKey(token="t", wrapped=b"2"), SubjectKey(token="u", wrapped=b"2")],
        ignore_conflicts=True,
    )
    found = SubjectKey.objects.filter(token__in="tu").order_by("token")
    assert [bytes(key.wrapped) for key in found] == [b"1", b"2"]
    assert Entry.objects.select_for_update().first() is None


def test_keys_can_be_destroyed_and_not_changed() -> None:
    key = SubjectKey.objects.create(token="t", wrapped=b"1")
    with pytest.raises(Fixed):
        key.save()
    key.delete()
    SubjectKey.objects.create(token="t", wrapped=b"1")
    SubjectKey.objects.filter(token="t").delete()
    assert not SubjectKey.objects.filter(token="t").exists()
