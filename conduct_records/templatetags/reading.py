"""Pieces of the pages on which the codebook is read and signed."""

from django import template
from django.utils.translation import gettext as _

from conduct_records.queries.reading import said as in_readers_words
from conduct_records.queries.words import CHANGES, SANCTIONS
from conduct_records.rules.codebook import Rule, Text
from conduct_records.rules.comparison import Change

register = template.Library()


@register.filter
def said(text: Text) -> str:
    return in_readers_words(text)


@register.filter
def change_word(change: Change) -> str:
    return str(CHANGES[change])


@register.filter
def sanctions_in_words(rule: Rule) -> str:
    """The recommended range: from the mildest to the gravest."""
    mildest, gravest = (str(SANCTIONS[each]) for each in rule.sanctions)
    if mildest == gravest:
        return mildest
    return _("%(mildest)s to %(gravest)s") % {"mildest": mildest, "gravest": gravest}
