"""What approvers and askers are told of requests for identities. Nothing of it says who it is, nor
whom it is about: letters are e-mails."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.tell_of_incident import Words, letter_about
from conduct_records.models import IdentityAnswer, IdentityRequest
from conduct_records.policies.identities import APPROVE
from conduct_records.queries.cases.identities import requests_for
from conduct_records.queries.cases.owners import grants_carrying, reaching
from lms.notify.sending import notify_all

ASKED: Words = (
    _("Somebody asks who reported an incident"),
    _("Report %(number)s: read why, then approve or refuse it."),
)
GRANTED: Words = (
    _("You may see who reported it"),
    _("Report %(number)s: until when, it says there. Each look is recorded."),
)
REFUSED: Words = (
    _("Who reported it stays closed to you"),
    _("Report %(number)s: the reason stands there."),
)


def tell_approvers(request: IdentityRequest) -> None:
    """Each who may answer it, in the caller's transaction."""
    incident = request.incident
    grants = grants_carrying(APPROVE)
    units = [incident.unit, incident.person.unit if incident.person else None]
    found = dict.fromkeys(one for unit in units for one in reaching(grants, unit))
    url = f"{reverse('conduct_records:identities')}#request-{request.pk}"
    notify_all(
        letter_about(incident, one, ASKED, url)
        for one in found
        if requests_for(one, APPROVE).filter(pk=request.pk).exists()
    )


def tell_asker(answer: IdentityAnswer) -> None:
    request = answer.request
    url = reverse("conduct_records:ask-identity", args=[request.incident_id])
    words = GRANTED if answer.is_granted else REFUSED
    notify_all([letter_about(request.incident, request.asked_by, words, url)])
