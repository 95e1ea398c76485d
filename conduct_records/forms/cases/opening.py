"""What HR makes of an incident: a case about somebody, a commendation, or nothing."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.actions.cases.commend import MONTHS, MOST_POINTS
from conduct_records.models import Incident
from conduct_records.policies.cases import HANDLE_CASES
from conduct_records.queries.cases.seen import people_to_open_about
from lms.people.forms.who import LONGEST_SEARCH, MOST_FOUND, exactly
from lms.people.models import Employee
from lms.people.queries import in_order, search_employees


def found_by(actor: Employee, text: str) -> QuerySet[Employee]:
    """Those of the actor's people whom a search means; nobody without one."""
    people = people_to_open_about(actor, HANDLE_CASES)
    text = text.strip()[:LONGEST_SEARCH]
    return in_order(search_employees(people, text)) if text else people.none()


class OpeningForm(forms.Form):
    """A case about the person named, or about somebody who is looked for; `found` are those to
    choose from. What is looked for counts before who was chosen earlier."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    who = forms.CharField(
        label=_("Somebody else"),
        help_text=_("Name, staff number or pinyin."),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    person = forms.IntegerField(required=False)
    reason = forms.CharField(
        label=_("Why it is taken up (may be left empty)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    def __init__(
        self, *args: Any, actor: Employee, incident: Incident, taken: set[int], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"form_id": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.found: list[Employee] = []
        if incident.person_id and incident.person_id not in taken:
            people = people_to_open_about(actor, HANDLE_CASES)
            self.found = list(people.filter(pk=incident.person_id))
            self.initial["person"] = incident.person_id

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        text = said.get("who", "").strip()
        chosen = self._chosen(said.get("person"), text)
        said["subject"] = chosen or (self._named(text) if text else None)
        if said["subject"] is None and not self.has_error("who"):
            self.add_error("who", _("Say whom the case is about."))
        return said

    def _chosen(self, pk: int | None, text: str) -> Employee | None:
        if pk is None:
            return None
        people = found_by(self.actor, text) if text else None
        if people is None:
            people = people_to_open_about(self.actor, HANDLE_CASES)
        person = people.filter(pk=pk).first()
        if person is not None:
            self.found = [person]
        return person

    def _named(self, text: str) -> Employee | None:
        people = found_by(self.actor, text)
        if len(exact := exactly(people, text)) == 1:
            return exact[0]
        self.found = list(people[:MOST_FOUND])
        nobody = _("Nobody of your units is called that.")
        self.add_error("who", _("Choose who it was.") if self.found else nobody)
        return None


class CommendingForm(OpeningForm):
    """The case and the commendation at once."""

    reason = forms.CharField(
        label=_("What is commended, and why"),
        help_text=_("The person reads it on the commendation."),
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    points = forms.IntegerField(
        label=pgettext_lazy("commendation", "Points"),
        help_text=_("From 1 to %(most)d; they count for %(months)d months.")
        % {"most": MOST_POINTS, "months": MONTHS},
        min_value=1,
        max_value=MOST_POINTS,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
    )


class SetAsideForm(forms.Form):
    """With a last word for whoever reported it without their name."""

    reason = forms.CharField(
        label=_("Why it is not pursued"),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    last_word = forms.CharField(
        label=_("A last word to whoever reported it (may be left empty)"),
        help_text=_("They read it with their code. Say nothing that names anybody."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    def __init__(self, *args: Any, has_channel: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_channel:
            del self.fields["last_word"]
