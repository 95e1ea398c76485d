from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from courses.queries.team import AWAY, SORTS, Wanted
from courses.rules.standing import Group
from lms.people.forms.choices import UnitChoiceField
from lms.people.models import PostGroup, Unit

# Columns that a table can hold and still be read.
MOST_COURSES = 6

GROUP_NAMES = {
    Group.OVERDUE: _("Overdue"),
    Group.FOLLOW_UP: _("To follow up"),
    Group.UNDER_WAY: _("Under way"),
    Group.NOT_STARTED: _("Not started"),
    Group.READY: _("Ready"),
    Group.NOT_ENROLLED: _("Not enrolled"),
}
SORT_NAMES = {
    "urgency": _("The most urgent first"),
    "name": _("By name"),
    "unit": _("By unit"),
}


class TeamFilter(forms.Form):
    """Which people and courses the team's table shows, and in which order."""

    unit = UnitChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    group = forms.ModelChoiceField(
        PostGroup.objects.all(),
        label=_("Post group"),
        required=False,
        empty_label=_("All post groups"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Everybody")), *GROUP_NAMES.items(), (AWAY, _("On leave"))],
    )
    name = forms.CharField(label=_("Name or staff number"), required=False, max_length=60)
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(key, SORT_NAMES[key]) for key in SORTS]
    )
    course = forms.MultipleChoiceField(
        label=_("Courses shown"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], courses: Sequence[CoursePage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.courses = courses
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["course"].choices = [  # type: ignore[attr-defined]
            (str(course.translation_key), course.localised_title) for course in courses
        ]
        for name, field in self.fields.items():
            if name != "course":
                field.widget.attrs["class"] = "input"

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what cannot be understood is left out."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in ("unit", "group")}
        texts = {name: self.cleaned_data.get(name) or "" for name in ("name", "state", "sort")}
        return Wanted(**given, **texts)  # type: ignore[arg-type]

    @property
    def chosen(self) -> list[CoursePage]:
        """The courses to show: those ticked, else the first of the shelf; never too many."""
        self.is_valid()
        ticked = self.cleaned_data.get("course") or []
        found = [course for course in self.courses if str(course.translation_key) in ticked]
        return (found or list(self.courses))[:MOST_COURSES]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "course"]
