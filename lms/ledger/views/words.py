"""What entries say, in the reader's words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.policies import closed_to
from lms.ledger.queries.confidence import confidential_in, values_of
from lms.ledger.queries.entries import Disclosures
from lms.ledger.registries import directory, type_named
from lms.ledger.rules.types import HOUSE


@dataclass(frozen=True)
class Said:
    """One field of an entry: what it says, several things below each other, or nothing where it
    was erased."""

    name: str
    label: str | Promise
    lines: Sequence[str]
    is_closed: bool = False

    @property
    def is_erased(self) -> bool:
        return not self.lines and not self.is_closed


class People:
    """Who stands behind tokens, as far as the reader may know."""

    def __init__(self, reader: Any, tokens: Collection[str | None]) -> None:
        wanted = {token for token in tokens if token}
        self._closed = set(closed_to(reader, wanted))
        self._names = directory().names_of(wanted)

    def name(self, token: str | None) -> str:
        if token is None or token == HOUSE:
            return _("nobody in particular")
        if token in self._closed:
            return _("somebody outside your units")
        return self._names.get(token) or _("somebody who was erased")

    def __contains__(self, token: object) -> bool:
        return token in self._names and token not in self._closed


def kind_of(entry: Entry) -> str:
    known = type_named(entry.type)
    return str(known.label) if known else entry.type


def said_by(reader: Any, entry: Entry, disclosures: Disclosures) -> list[Said]:
    """The fields in the order in which their kind names them."""
    known = type_named(entry.type)
    labels: Mapping[str, Any] = known.fields if known else {}
    texts = {each.value for each in disclosures.values() if each and isinstance(each.value, str)}
    people = People(reader, texts)
    names = [name for name in labels if name in disclosures]
    found, closed = [], confidential_in(entry, values_of(disclosures))
    for name in [*names, *sorted(disclosures.keys() - set(names))]:
        if name in closed:
            found.append(Said(name, labels.get(name, name), [], is_closed=True))
            continue
        each = disclosures[name]
        lines = _lines(each.value, people, entry, closed) if each else []
        found.append(Said(name, labels.get(name, name), lines))
    return found


def _lines(value: Any, people: People, entry: Entry, closed: Collection[str]) -> list[str]:
    if isinstance(value, Sequence) and value and not isinstance(value, str):
        return [_in_words(each, people, entry, closed) for each in value]
    return [_in_words(value, people, entry, closed)]


def _in_words(value: Any, people: People, entry: Entry, closed: Collection[str] = ()) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return _text_in_words(value, people, entry)
    if isinstance(value, Mapping):
        known = type_named(entry.type)
        labels: Mapping[str, Any] = known.parts if known else {}
        given = {name: each for name, each in value.items() if each not in (None, "", [], {})}
        said = (
            (
                labels.get(name, name),
                kept_closed() if name in closed else _in_words(each, people, entry, closed),
            )
            for name, each in given.items()
        )
        return " · ".join(f"{name} {text}" for name, text in said) or "—"
    if isinstance(value, Sequence):
        return "; ".join(_in_words(each, people, entry, closed) for each in value)
    return str(value)


def kept_closed() -> str:
    return _("kept closed: who reported or witnessed")


def kept_from_you() -> str:
    return _("an entry that is kept closed")


def _text_in_words(text: str, people: People, entry: Entry) -> str:
    if text in people:
        return people.name(text)
    if text[:4].isdigit() and (moment := _moment(text)):
        return moment
    # What was looked at, and for what, is written in English and shown in the reader's language.
    return _(text) if entry.log == Log.LOOKS else text


def _moment(text: str) -> str:
    """A time or day in RFC 3339, as people write it; nothing for any other text."""
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        return ""
    if day:
        return date_format(day)
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return ""
