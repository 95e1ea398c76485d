"""Texts without the names that are closed to the reader."""

from django import template

from conduct_records.models import Incident
from conduct_records.queries.cases.identities import ListedVeils, called
from conduct_records.rules.cases.identities import Veil

register = template.Library()


@register.filter
def under(text: str, veil: Veil) -> str:
    return veil.over(text, called)


@register.filter
def under_report(text: str, veil: Veil) -> str:
    """Of what was reported."""
    return veil.over_report(text, called)


@register.filter
def told(incident: Incident, veils: ListedVeils) -> str:
    """What was reported, in a list."""
    return under_report(incident.what, veils.of(incident))
