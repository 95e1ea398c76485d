from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.enums import PrintLayout
from courses.forms.roster import PeopleField
from courses.models import Certificate, CoursePage
from courses.rules.certificate_life import Life
from lms.people.models import Unit

STATES = [
    ("", _("All that count")),
    (Life.VALID.value, _("Valid")),
    (Life.EXPIRING.value, _("Expiring soon")),
    (Life.EXPIRED.value, _("Expired")),
    (Life.REVOKED.value, _("Revoked")),
    (Life.REPLACED.value, _("Replaced")),
]


class CertificateFilter(forms.Form):
    """Which of the certificates within reach the list shows, and a batch of all of them prints."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    course = forms.TypedChoiceField(
        label=_("Course"), required=False, coerce=UUID, empty_value=None
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    name = forms.CharField(label=_("Name or staff number"), required=False, max_length=60)

    def __init__(
        self, *args: Any, units: QuerySet[Unit], courses: QuerySet[CoursePage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units
        fields["course"].choices = [
            ("", _("All courses")),
            *((str(course.translation_key), course.localised_title) for course in courses),
        ]
        for field in fields.values():
            field.widget.attrs["class"] = "input"


class BatchForm(forms.Form):
    """What to print: the ticked certificates, or all that the filter finds; and how."""

    TICKED, ALL = "ticked", "all"
    which = forms.ChoiceField(choices=[(TICKED, ""), (ALL, "")])
    layout = forms.ChoiceField(label=_("Layout"), choices=PrintLayout.choices)
    certificates = PeopleField(Certificate.objects.none(), required=False)

    def __init__(self, *args: Any, found: QuerySet[Certificate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        fields: dict[str, Any] = self.fields
        fields["certificates"].queryset = found
        fields["layout"].widget.attrs["class"] = "input"

    def chosen(self) -> QuerySet[Certificate]:
        ticked: QuerySet[Certificate] = self.cleaned_data["certificates"]
        return self.found if self.cleaned_data["which"] == self.ALL else ticked
