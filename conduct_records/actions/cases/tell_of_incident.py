from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conduct_records.models import Incident
from conduct_records.policies.cases import HANDLE_CASES
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.queries.cases.owners import grants_carrying, reaching
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee
from lms.people.policies import manages

Words = tuple[str | Promise, str | Promise]
WAITS: Words = (
    _("An incident waits"),
    _("Report %(number)s: take it up, or set it aside with a reason."),
)
TAKEN_UP: Words = (_("Your report was taken up"), _("Report %(number)s. Thank you."))
SET_ASIDE: Words = (_("Your report was set aside"), _("Report %(number)s. Thank you."))


def tell_hr(incident: Incident) -> None:
    """HR of the unit learns that an incident waits, in the caller's transaction; nobody whom it is
    about, who reported it, or who works under the person."""
    apart = {incident.person_id, incident.reported_by_id}
    person = incident.person
    url = reverse("conduct_records:incident", args=[incident.pk])
    notify_all(
        _letter(one, incident, WAITS, url)
        for one in reaching(grants_carrying(HANDLE_CASES), incident.unit)
        if one.pk not in apart and not (person and manages(person, one))
    )


def tell_reporter(incident: Incident, *, taken_up: bool) -> None:
    """Who reported learns whether it was taken up, and no more."""
    reporter = incident.reported_by
    if reporter is not None and reporter.has_sign_in:
        url = reverse("conduct_records:my-reports")
        notify_all([_letter(reporter, incident, TAKEN_UP if taken_up else SET_ASIDE, url)])


def _letter(person: Employee, incident: Incident, words: Words, url: str) -> Letter:
    title, text = words
    with translation.override(person.language):
        said = str(text) % {"number": incident_number(incident)}
        return Letter(person.pk, str(title), said, url, person.language, email=person.email)
