"""Appointing, interviewing, charging."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.forms.cases.steps.base import (
    StepForm,
    choice_field,
    line_field,
    radio_field,
    text_field,
)
from conduct_records.models import CaseStep
from conduct_records.policies.steps import Candidate, candidates
from conduct_records.queries.cases.words import ACTS, INTERVIEW_ROLES, SEATS
from conduct_records.queries.reading import said as in_readers_words
from conduct_records.queries.words import LINES
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import Seat
from conduct_records.rules.cases.records import GRAVE
from conduct_records.rules.codebook import Rule

# From so many people on, one searches.
LONG = 8


def _who(candidate: Candidate) -> str:
    person = candidate.person
    place = " · ".join(str(each) for each in (person.unit, person.post) if each)
    return f"{person.localised_name} · {person.staff_number} · {place}"


class SeatForm(StepForm):
    """Whom to appoint, among those who have the right; `barred` are those whom a gate keeps out."""

    person = radio_field(pgettext_lazy("appointment", "Who"), ())

    def people_for(self, seat: Seat) -> None:
        self.search = "" if self.is_bound else str(self.initial.get("who", ""))
        found = candidates(self.desk.found, seat, self.search)
        self.is_long = len(found) > LONG
        self.barred = [each for each in found if each.against]
        self.eligible = [each for each in found if not each.against]
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        # Whoever is barred is refused by the gate, with its reason.
        field.choices = [(each.person.token, _who(each)) for each in self.eligible]
        if self.is_bound:
            field.choices += [(each.person.token, _who(each)) for each in self.barred]


class InvestigationOpenedForm(SeatForm):
    introduction = _(
        "Choose somebody who neither reported it nor works under the person. They gather evidence, "
        "hear witnesses, and charge rules."
    )

    def begin(self) -> None:
        self.people_for(Seat.INVESTIGATOR)

    def says(self) -> said.InvestigationOpened:
        return said.InvestigationOpened(self.cleaned_data["person"])


class AppointedForm(SeatForm):
    introduction = _(
        "Investigator, decider and appeal officer are three persons. Whoever sits there until now "
        "gives the seat up."
    )
    # Chosen by the address, as the people go with it.
    seat = forms.ChoiceField(label=_("Appointed to"), choices=SEATS.items, widget=forms.HiddenInput)

    def begin(self) -> None:
        """For the seat that is asked for, or the first that nobody holds."""
        wanted = self.data.get("seat") or self.initial.get("seat")
        empty = [seat for seat in Seat if seat not in self.desk.file.seats]
        self.seat_now = Seat(wanted) if wanted in list(Seat) else (empty or [Seat.APPEALS])[0]
        self.initial["seat"] = self.seat_now
        self.people_for(self.seat_now)

    def says(self) -> said.Appointed:
        return said.Appointed(Seat(self.cleaned_data["seat"]), self.cleaned_data["person"])


class RecusedForm(StepForm):
    introduction = _(
        "You leave this case: you see nothing of it any more, and hold no seat in it. Nobody has "
        "to be told why."
    )
    reason = text_field(_("Reason, if you like"), rows=2, required=False)

    def says(self) -> said.Recused:
        return said.Recused(self.cleaned_data["reason"])


class InterviewedForm(StepForm):
    is_told_later = True
    introduction = _("Record what was asked and said, as close to the words as you can.")
    name = line_field(_("Who was interviewed"), most=60)
    role = choice_field(_("As"), INTERVIEW_ROLES.items())
    text = text_field(_("What was said"), rows=8)
    place = line_field(_("Where"), most=120, required=False)

    def says(self) -> said.Interviewed:
        given = self.cleaned_data
        role = said.InterviewRole(given["role"])
        subject = self.desk.case.subject
        token = subject.token if role == said.InterviewRole.SUBJECT else ""
        return said.Interviewed(given["name"], role, given["text"], token, given["place"])


class CustodyNotedForm(StepForm):
    is_told_later = True
    introduction = _(
        "Evidence itself never changes. Note here where the thing is kept and through whose hands "
        "it went."
    )
    evidence = choice_field(_("Evidence"), ())
    what = text_field(_("What happened with it"), rows=3)

    def begin(self) -> None:
        field = self.fields["evidence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (each.row.token, f"{each.name} · {each.row.sha256[:8]}") for each in self.desk.evidence
        ]

    def says(self) -> said.CustodyNoted:
        return said.CustodyNoted(self.cleaned_data["evidence"], self.cleaned_data["what"])


class RuleField(forms.ChoiceField):
    """Of rules that bound the person then, line by line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Select(attrs={"class": "input"})
        super().__init__(label=_("Rule"), widget=widget, **kwargs)

    def offer(self, rules: list[tuple[Rule, str]]) -> None:
        """Each with what is to be known of it."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for rule, note in rules:
            title = f"{rule.code} · {in_readers_words(rule.title)}"
            words = f"{title} ({note})" if note else title
            groups.setdefault(str(LINES[rule.line]), []).append((rule.code, words))
        self.choices = [("", "—"), *groups.items()]


class ChargedForm(StepForm):
    introduction = _(
        "Gate 1: the rule was in force when it happened, bound the person’s post, and was signed "
        "before. Write what they did, not what you think of them."
    )
    rule = RuleField()
    facts = text_field(
        _("Facts"), rows=6, help_text=_("When, where, what; which evidence shows it.")
    )

    def begin(self) -> None:
        field = self.fields["rule"]
        assert isinstance(field, RuleField)
        known = self.desk.found.known
        field.offer([(rule, self._note(rule)) for rule in known.rules])
        # What was reported may name a rule already.
        self.initial.setdefault("rule", self.desk.case.incident.rule_code)

    def _note(self, rule: Rule) -> str:
        signature = self.desk.found.known.acknowledgement_of(rule)
        if signature is not None:
            day = timezone.localdate(signature.attested_at)
            return str(_("signed on %(day)s") % {"day": day.isoformat()})
        if rule.code in self.desk.file.overrides:
            return str(_("let through by the HR director"))
        return str(_("not signed before"))

    def says(self) -> said.Charged:
        raise NotImplementedError  # the action adds version and signature

    def take(self, **given: Any) -> CaseStep:
        said_of = self.cleaned_data
        return charge_rule(code=said_of["rule"], facts=said_of["facts"], **given)


class ChargeDroppedForm(StepForm):
    rule = choice_field(_("Charge"), ())
    reason = text_field(_("Reason"), rows=3)

    def begin(self) -> None:
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        rules = self.desk.found.charged_rules
        field.choices = [
            (code, f"{code} · {in_readers_words(rules[code].title)}" if code in rules else code)
            for code in self.desk.file.charges
        ]

    def says(self) -> said.ChargeDropped:
        return said.ChargeDropped(self.cleaned_data["rule"], self.cleaned_data["reason"])


class OverriddenForm(StepForm):
    introduction = _(
        "Theft, violence and bribery are unlawful in themselves: the HR director may let a charge "
        "through although the rule was not signed before. Who did so, and why, stays on record."
    )
    rule = RuleField()
    act = choice_field(_("Unlawful act"), ACTS.items())
    reason = text_field(_("Reason"))

    def begin(self) -> None:
        field = self.fields["rule"]
        assert isinstance(field, RuleField)
        version = self.desk.found.known.version
        rules = version.codebook.rules if version else ()
        field.offer([(rule, "") for rule in rules if rule.line in GRAVE])

    def says(self) -> said.Overridden:
        given = self.cleaned_data
        return said.Overridden(given["rule"], said.UnlawfulAct(given["act"]), given["reason"])
