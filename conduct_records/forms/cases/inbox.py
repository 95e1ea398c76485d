from django import forms
from django.utils.translation import gettext_lazy as _

from conduct_records.queries.cases.inbox import Group, Wanted
from conduct_records.queries.cases.words import STATES
from conduct_records.queries.words import LINES
from lms.people.forms.listing import ListFilter, words_field


class InboxFilter(ListFilter):
    """Which cases the inbox shows."""

    groups = Group
    field_order = ("group", "text", "state", "unit", "line")

    text = words_field(_("Case, name or staff number"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *((str(state), name) for state, name in STATES.items())],
    )
    line = forms.ChoiceField(
        label=_("Line"),
        required=False,
        choices=[("", _("All lines")), *((str(line), name) for line, name in LINES.items())],
    )

    @property
    def wanted(self) -> Wanted:
        said = self.said
        texts = {name: said.get(name) or "" for name in ("state", "line", "text")}
        return Wanted(said["group"], unit=said.get("unit"), **texts)
