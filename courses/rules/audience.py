"""For whom a part of a lesson is meant."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Post groups by their code, and a standing. What is left empty admits everyone; where both
    are given, both must hold."""

    groups: frozenset[str] = frozenset()
    standing: str = ""

    @classmethod
    def of(cls, groups: Iterable[str] = (), standing: str = "") -> "Audience":
        return cls(frozenset(groups), standing)

    @property
    def is_everyone(self) -> bool:
        return not self.groups and not self.standing

    def admits(self, group: str, standing: str) -> bool:
        """Whether somebody of this post group and standing is meant. Somebody without a post
        (both empty) is admitted only where everyone is."""
        return (not self.groups or group in self.groups) and (
            not self.standing or standing == self.standing
        )
