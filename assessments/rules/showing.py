"""What learners see of their own sitting, and from when on."""

from dataclasses import dataclass

from assessments.enums import When


@dataclass(frozen=True)
class Showing:
    """A quiz's four settings, each a value of `When`."""

    answers: str = When.END
    marks: str = When.END
    key: str = When.END
    explanation: str = When.END


@dataclass(frozen=True)
class Visible:
    """What is shown of one question, beside the question itself."""

    answers: bool
    marks: bool
    key: bool
    explanation: bool


def visible(
    settings: Showing, *, item_closed: bool, handed_in: bool, marked: bool, closed: bool
) -> Visible:
    """`item_closed`: the learner has finished this question; `closed`: see `timing.has_closed`.

    Nothing is shown of a question that can still be answered (the form itself shows what was
    answered so far), and no mark before there is one. What is shown stays, as time goes on."""
    moments = {
        When.NEVER.value: False,
        When.EACH.value: item_closed or handed_in,
        When.END.value: handed_in,
        When.CLOSED.value: handed_in and closed,
    }
    return Visible(
        answers=moments[settings.answers],
        marks=marked and moments[settings.marks],
        key=moments[settings.key],
        explanation=moments[settings.explanation],
    )
