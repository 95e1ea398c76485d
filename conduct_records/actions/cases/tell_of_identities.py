"""What approvers and askers are told of requests for identities. Nothing of it says who it is, nor
whom it is about: letters are e-mails."""

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conduct_records.models import IdentityAnswer, IdentityRequest
from conduct_records.policies.identities import APPROVE
from conduct_records.queries.cases.identities import requests_for
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.queries.cases.owners import grants_carrying, reaching
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee

Words = tuple[str | Promise, str | Promise]
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
        _letter(one, request, ASKED, url)
        for one in found
        if requests_for(one, APPROVE).filter(pk=request.pk).exists()
    )


def tell_asker(answer: IdentityAnswer) -> None:
    request = answer.request
    url = reverse("conduct_records:ask-identity", args=[request.incident_id])
    words = GRANTED if answer.is_granted else REFUSED
    notify_all([_letter(request.asked_by, request, words, url)])


def _letter(person: Employee, request: IdentityRequest, words: Words, url: str) -> Letter:
    title, text = words
    with translation.override(person.language):
        said = str(text) % {"number": incident_number(request.incident)}
        return Letter(person.pk, str(title), said, url, person.language, email=person.email)
