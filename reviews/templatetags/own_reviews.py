"""Pieces of the pages on which somebody reads their own reviews."""

from django import template

from lms.ui.language import in_readers_language
from reviews.queries.words import COMPONENTS, OFFICES, STATES
from reviews.rules.procedure import Office, State
from reviews.rules.scorecard import Component, Grade

register = template.Library()


@register.filter
def stage_word(state: State) -> str:
    return str(STATES[state])


@register.filter
def office_word(office: Office) -> str:
    return str(OFFICES[office])


@register.filter
def component_word(name: str) -> str:
    return str(COMPONENTS[Component(name)])


@register.filter
def grade_name(grade: Grade) -> str:
    return in_readers_language(grade.name, grade.name_en)
