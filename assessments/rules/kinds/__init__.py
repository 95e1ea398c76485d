"""The kinds of question: `interaction` is the one place that knows which module is which."""

from typing import Any

from assessments.enums import Kind
from assessments.rules.kinds.base import Interaction, Json
from assessments.rules.kinds.cloze import Cloze
from assessments.rules.kinds.essay import Essay
from assessments.rules.kinds.matching import Matching
from assessments.rules.kinds.multiple_choice import MultipleChoice
from assessments.rules.kinds.number import Number
from assessments.rules.kinds.ordering import Ordering
from assessments.rules.kinds.role_play import RolePlay
from assessments.rules.kinds.scenario import Scenario
from assessments.rules.kinds.short_text import ShortText
from assessments.rules.kinds.single_choice import SingleChoice
from assessments.rules.kinds.true_false import TrueFalse

AnyInteraction = Interaction[Any, Any, Any]

KINDS: dict[str, type[AnyInteraction]] = {
    Kind.SINGLE_CHOICE: SingleChoice,
    Kind.MULTIPLE_CHOICE: MultipleChoice,
    Kind.TRUE_FALSE: TrueFalse,
    Kind.SHORT_TEXT: ShortText,
    Kind.NUMBER: Number,
    Kind.MATCHING: Matching,
    Kind.ORDERING: Ordering,
    Kind.CLOZE: Cloze,
    Kind.SCENARIO: Scenario,
    Kind.ESSAY: Essay,
    Kind.ROLE_PLAY: RolePlay,
}


def interaction(kind: str, content: Json, key: Json) -> AnyInteraction:
    """The question of a kind by its stored value ("single_choice"). Raises KeyError for another
    value, `WordingRefused` for content or key of another shape."""
    return KINDS[kind](content, key)
