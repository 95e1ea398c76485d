"""Questions for statistics."""

from typing import Any

from assessments.rules.kinds import AnyInteraction, interaction
from tests.factories.assessments import OF_KIND


def single_choice() -> AnyInteraction:
    """Four options, the first is right."""
    return interaction("single_choice", {"options": ["甲", "乙", "丙", "丁"]}, {"right": [0]})


def of_kind(kind: str, **key: Any) -> AnyInteraction:
    content, usual = OF_KIND[kind]
    return interaction(kind, content, usual | key)
