from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conduct_records.models import Incident
from conduct_records.policies.cases import HANDLE_CASES
from conduct_records.policies.identities import APPROVE
from conduct_records.queries.cases.concerned import people_concerned_by
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.queries.cases.owners import recused_from_incident
from conduct_records.queries.cases.reserve import LEADS_CASES, holders_over
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee
from lms.people.policies import manages

Words = tuple[str | Promise, str | Promise]
WAITS: Words = (
    _("An incident waits"),
    _("Report %(number)s: take it up, or set it aside with a reason."),
)
ANSWERED: Words = (
    _("An answer to your question"),
    _("Report %(number)s: whoever reported it without their name has written."),
)
SECOND_LOOK: Words = (
    _("An anonymous report was set aside"),
    _("Report %(number)s: read why. Nobody else can ask."),
)
TAKEN_UP: Words = (_("Your report was taken up"), _("Report %(number)s. Thank you."))
SET_ASIDE: Words = (_("Your report was set aside"), _("Report %(number)s. Thank you."))


def tell_hr(incident: Incident) -> None:
    """HR of the unit learns that an incident waits, in the caller's transaction; nobody whom it is
    about, who reported it, or who works under the person. Of a reserved one only who leads all
    cases of the company."""
    _tell_hr(incident, WAITS)


def tell_hr_of_answer(incident: Incident) -> None:
    """HR of the unit learns that an anonymous reporter has written; nobody whom one of its cases is
    about, who works under the person, or who declared an interest."""
    _tell_hr(incident, ANSWERED, apart=recused_from_incident(incident))


def _tell_hr(incident: Incident, words: Words, *, apart: Iterable[int] = ()) -> None:
    people = list(people_concerned_by(incident.pk))
    left_out = {incident.reported_by_id, *apart, *(one.pk for one in people)}
    url = reverse("conduct_records:incident", args=[incident.pk])
    permission = LEADS_CASES if incident.is_reserved else HANDLE_CASES
    notify_all(
        letter_about(incident, one, words, url)
        for one in holders_over(incident, permission)
        if one.pk not in left_out and not any(manages(person, one) for person in people)
    )


def tell_second_pair(incident: Incident, actor: Employee) -> None:
    """Those who look once more at anonymous reports learn that one was set aside."""
    url = reverse("conduct_records:second-look")
    people = (one for one in holders_over(incident, APPROVE) if one != actor)
    notify_all(letter_about(incident, one, SECOND_LOOK, url) for one in people)


def tell_reporter(incident: Incident, *, taken_up: bool) -> None:
    """Who reported learns whether it was taken up, and no more."""
    reporter = incident.reported_by
    if reporter is not None and reporter.has_sign_in:
        url = reverse("conduct_records:my-reports")
        words = TAKEN_UP if taken_up else SET_ASIDE
        notify_all([letter_about(incident, reporter, words, url)])


def letter_about(incident: Incident, person: Employee, words: Words, url: str) -> Letter:
    """To one person, in their language; `words` may name the report by its number."""
    title, text = words
    with translation.override(person.language):
        said = str(text) % {"number": incident_number(incident)}
        return Letter(person.pk, str(title), said, url, person.language, email=person.email)
