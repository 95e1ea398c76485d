"""Somebody in the demo company asks who reported an incident; a second person is to answer."""

from uuid import uuid5

from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.models import IdentityRequest, Incident
from lms.demo import clock
from lms.demo.stories import FORMS, person

STORY = "asleep-on-night-patrol"
REASON = "当事人在陈述中对点名时间有异议，需与在场证人逐一当面核对。"


def load_request() -> None:
    """Once; what became of it is theirs who went on with it."""
    incident = Incident.objects.filter(form_id=uuid5(FORMS, f"{STORY}/0")).first()
    form_id = uuid5(FORMS, f"{STORY}/identities")
    if incident is None or IdentityRequest.objects.filter(form_id=form_id).exists():
        return
    with clock.at(clock.from_today(-1, "16:20")):
        ask_identity(actor=person("20213"), incident=incident, reason=REASON, form_id=form_id)
