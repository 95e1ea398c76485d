"""What the person hears of an observation. Called inside the transaction that keeps it."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.models import Observation
from lms.notify.sending import Letter, notify


def tell_observed(observation: Observation) -> None:
    """The person who was observed is told by whom and by which sheet, in their own language; the
    result stands on the page only."""
    employee = observation.employee
    with translation.override(employee.language):
        title = _("You were observed at work: %(sheet)s") % {
            "sheet": observation.version.sheet.localised_title
        }
        text = _("By %(assessor)s. See point by point what was found.") % {
            "assessor": observation.observed_by.localised_name
        }
    url = reverse("assessments:own-observation", args=[observation.token])
    notify(Letter(employee.pk, title, text, url, employee.language))
