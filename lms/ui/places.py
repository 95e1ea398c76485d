"""The desk's side bar. Packages add their places in `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """One entry of the side bar: `name` is what a page's `here` says, `is_open_to` who sees it."""

    name: str
    label: str | Promise
    icon: str
    url_name: str
    is_open_to: Callable[[Any], bool]

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    _places[place.name] = place


def places_for(user: Any) -> list[Place]:
    """The places somebody may go to, in the order in which packages stand; none for a learner."""
    if not getattr(user, "is_authenticated", False):
        return []
    return [place for place in _places.values() if place.is_open_to(user)]
