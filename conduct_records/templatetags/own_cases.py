"""Pieces of the pages on which somebody reads their own cases."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct_records.queries.cases.words import BASES, GROUNDS, LEAVING, RESTS, STATES
from conduct_records.rules.cases.deductions import Basis, Rest, in_yuan
from conduct_records.rules.cases.measures import Leaving
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.steps import Ground

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    return in_yuan(fen)


@register.filter
def month_name(month: str) -> str:
    """Of "2026-11"."""
    return _("%(month)s/%(year)s") % dict(zip(("year", "month"), month.split("-"), strict=True))


@register.filter
def days_left(days: int) -> str:
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def state_word(state: State) -> str:
    return str(STATES[state])


@register.filter
def ground_word(ground: Ground) -> str:
    return str(GROUNDS[ground])


@register.filter
def basis_word(basis: Basis) -> str:
    return str(BASES[basis])


@register.filter
def rest_word(rest: Rest) -> str:
    return str(RESTS[rest])


@register.filter
def leaving_word(way: Leaving) -> str:
    return str(LEAVING[way])
