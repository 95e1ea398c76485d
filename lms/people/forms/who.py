"""Naming somebody on the phone: chosen from those found, or typed in full without a network."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.people.models import Employee
from lms.people.queries import in_order, search_employees

MOST_FOUND = 8
LONGEST_SEARCH = 60


def found_among(people: QuerySet[Employee], text: str) -> QuerySet[Employee]:
    """Those of the people whom what was typed may mean."""
    text = text.strip()[:LONGEST_SEARCH]
    return in_order(search_employees(people, text)) if text else people.none()


def exactly(people: QuerySet[Employee], text: str) -> list[Employee]:
    """Those whose staff number or whole name it is, two at most."""
    number = people.filter(staff_number=text.upper())
    named = people.filter(name=text) | people.filter(latin_name__iexact=text)
    return list((number if number.exists() else named)[:2])


class WhoForm(forms.Form):
    """`person` becomes the employee, `found` those whom what was typed in `who` may mean."""

    nobody: str | Promise = _("Nobody of your units is called that.")

    who = forms.CharField(
        label=_("Who?"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    person = forms.IntegerField(required=False)

    def __init__(self, *args: Any, people: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.found: list[Employee] = []

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        text = said.get("who", "").strip()
        chosen = said.get("person")
        said["person"] = self._chosen(chosen) if chosen else None
        if text and said["person"] is None and not self.has_error("who"):
            said["person"] = self._named(text)
        return said

    def _chosen(self, pk: int) -> Employee | None:
        person = self.people.filter(pk=pk).first()
        if person is None:
            self.add_error("who", _("Choose somebody of your units."))
        else:
            self.found = [person]
        return person

    def _named(self, text: str) -> Employee | None:
        """Whoever has exactly this number or, alone, this name; nobody is guessed at."""
        people = found_among(self.people, text)
        if len(exact := exactly(people, text)) == 1:
            self.found = exact
            return exact[0]
        self.found = list(people[:MOST_FOUND])
        self.add_error("who", _("Choose who it was.") if self.found else str(self.nobody))
        return None
