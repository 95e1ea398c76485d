from django import template

from conduct_records.rules.cases import deductions
from conduct_records.rules.cases.packs import Pack
from lms.ui.language import in_readers_language

register = template.Library()


@register.filter
def region_name(pack: Pack) -> str:
    return in_readers_language(pack.name, pack.name_en)


@register.filter
def in_yuan(fen: int) -> str:
    return deductions.in_yuan(fen)
