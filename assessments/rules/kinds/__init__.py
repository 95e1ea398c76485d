"""The kinds of question. `for_kind` is the one place that knows which module stands for which."""

from assessments.enums import Kind
from assessments.rules.kinds.base import QuestionKind
from assessments.rules.kinds.multiple_choice import MultipleChoice
from assessments.rules.kinds.single_choice import SingleChoice
from assessments.rules.kinds.true_false import TrueFalse

_KINDS: dict[str, QuestionKind] = {
    Kind.SINGLE_CHOICE: SingleChoice(),
    Kind.MULTIPLE_CHOICE: MultipleChoice(),
    Kind.TRUE_FALSE: TrueFalse(),
}


def for_kind(kind: str) -> QuestionKind:
    """The rules of a kind by its stored value ("single_choice"). Raises KeyError."""
    return _KINDS[kind]
