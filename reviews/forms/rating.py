"""The manager's rating: points and an example for each question, and a few words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from lms.ui.language import in_readers_language
from lms.ui.once import OnceForm
from reviews.forms.stage import text_field
from reviews.queries.rating_words import POINTS
from reviews.rules.ratings import LEAST_EXAMPLE, LONGEST_EXAMPLE, LONGEST_TEXT
from reviews.rules.scorecard import Question
from reviews.rules.steps import Rated, Rating


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it."""

    number: int
    points: forms.BoundField
    example: forms.BoundField


class RatingForm(OnceForm):
    text = text_field(
        _("To the person"),
        help_text=_("What you appreciate, and what comes next. They read it with the result."),
        most=LONGEST_TEXT,
        rows=5,
        error_messages={"required": _("Write a few words to the person.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Sequence[Question],
        seen: int,
        written: Any = None,
    ) -> None:
        super().__init__(data, seen=seen, written=written)
        self.codes = [question.code for question in questions]
        for question in questions:
            self.fields[f"points-{question.code}"] = _points(question)
            self.fields[f"example-{question.code}"] = _example()

    @property
    def asked(self) -> Iterator[Asked]:
        for number, code in enumerate(self.codes, start=1):
            yield Asked(number, self[f"points-{code}"], self[f"example-{code}"])

    @property
    def ratings(self) -> tuple[Rating, ...]:
        said = self.cleaned_data
        return tuple(
            Rating(code, said[f"points-{code}"], said[f"example-{code}"]) for code in self.codes
        )


def _points(question: Question) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=in_readers_language(question.text, question.text_en),
        coerce=int,
        choices=list(POINTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose 1 to 5.")},
    )


def _example() -> forms.CharField:
    field = text_field(
        _("Example"),
        most=LONGEST_EXAMPLE,
        rows=2,
        error_messages={"required": _("Give an example: on what does this rest?")},
    )
    too_short = _("Say a little more: at least %(limit_value)d characters.")
    field.validators.append(MinLengthValidator(LEAST_EXAMPLE, too_short))
    return field


def written_before(rated: Rated) -> dict[str, str]:
    """A former rating, as the form's fields."""
    found = {"text": rated.text}
    for rating in rated.ratings:
        found[f"points-{rating.question}"] = str(rating.points)
        found[f"example-{rating.question}"] = rating.example
    return found
