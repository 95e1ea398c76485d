"""Evidence about people is emptied under an erasure's permit, and in no other way."""

import pytest
from django.db import IntegrityError, connection, transaction

from conduct_records.errors import IncidentIsFixed
from conduct_records.models import Incident
from lms.ledger.actions.erasing import erasing
from lms.ledger.models import Entry, ErasurePermit
from tests.conduct_records.cases.reports import reported
from tests.factories.people import CompanyFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident() -> Incident:
    return reported(holder_of("site_manager", CompanyFactory.create()))


def test_without_a_permit_the_database_refuses(incident: Incident) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.redact(what="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.remove()
    with pytest.raises(IncidentIsFixed):
        Incident.objects.update(what="")
    incident.refresh_from_db()
    assert incident.what


def test_under_a_permit_it_can_be_emptied_and_nobody_keeps_one(incident: Incident) -> None:
    with erasing():
        assert Incident.objects.filter(pk=incident.pk).redact(what="", place="") == 1
    incident.refresh_from_db()
    assert (incident.what, incident.place) == ("", "")
    assert not ErasurePermit.objects.exists()
    with erasing():
        Incident.objects.remove()
    assert not Incident.objects.exists()


def test_the_ledger_itself_is_not_touched_even_then(incident: Incident) -> None:
    for change in (
        lambda: Entry.objects.redact(envelope="{}"),
        lambda: connection.cursor().execute("DELETE FROM ledger_entry"),
    ):
        with erasing(), pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert Entry.objects.exclude(envelope="{}").exists()
