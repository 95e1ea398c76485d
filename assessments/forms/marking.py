"""What a marker fills in: the filter of the list, a judgement, a word on a late answer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazystr
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import ItemMark, LateDecision, Quiz
from assessments.queries.marking import Group, Wanted
from assessments.rules.kinds.base import Criterion
from lms.people.forms.listing import ListFilter, words_field
from lms.ui.han import in_readers_script

LONGEST_REMARK = 2000
MOST_REASON = LateDecision._meta.get_field("reason").max_length
MOST_OF_SETTLING = ItemMark._meta.get_field("reason").max_length
# The words for the steps of a criterion, where it has as many.
STEPS = {
    3: (
        pgettext_lazy("a marking point", "Missed"),
        pgettext_lazy("a marking point", "Partly met"),
        pgettext_lazy("a marking point", "Met"),
    )
}


class MarkingFilter(ListFilter):
    """Which sittings the marker's list shows."""

    groups = Group
    field_order = ("group", "person", "quiz", "category", "unit")

    person = words_field(_("Name or staff number"))
    quiz = forms.ModelChoiceField(
        Quiz.objects.none(), label=_("Quiz"), required=False, empty_label=_("All quizzes")
    )
    category = forms.TypedChoiceField(
        label=_("Category"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        *args: Any,
        quizzes: QuerySet[Quiz],
        categories: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiz"].queryset = quizzes  # type: ignore[attr-defined]
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", _("All categories")),
            *categories,
        ]

    @property
    def wanted(self) -> Wanted:
        said = self.said
        return Wanted(
            said["group"],
            person=said.get("person") or "",
            quiz=said.get("quiz"),
            category=said.get("category"),
            unit=said.get("unit"),
        )


class Part(forms.Form):
    """One of several forms that a page sends together. Those whose button was not pressed keep what
    is typed without being judged: `typed` is what was sent, `is_sent` whose button it was."""

    def __init__(
        self,
        name: str,
        typed: Mapping[str, Any] | None,
        *,
        is_sent: bool,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        kept = typed or {}
        super().__init__(
            kept if is_sent else None,
            prefix=name,
            initial=dict(given or {})
            | {
                field.removeprefix(f"{name}-"): value
                for field, value in kept.items()
                if field.startswith(f"{name}-")
            },
        )


class MarkForm(Part):
    """The judgement of one answer: points for each criterion, and a remark."""

    # The answer that the marker has before their eyes.
    answer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Remark to the learner"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(
        self,
        name: str,
        typed: Mapping[str, Any] | None = None,
        *,
        criteria: Sequence[Criterion],
        answer: int | None = None,
        is_sent: bool = False,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(name, typed, is_sent=is_sent, given=given)
        self.initial.setdefault("answer", answer)
        self.names = [f"points-{number}" for number in range(1, len(criteria) + 1)]
        for field, criterion in zip(self.names, criteria, strict=True):
            self.fields[field] = _points(criterion)

    @property
    def seen(self) -> int | None:
        """The id of the answer that was judged; None where there was none."""
        return self.cleaned_data["answer"]

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def points(self) -> list[Decimal]:
        return [self.cleaned_data[name] for name in self.names]


class SettleForm(MarkForm):
    """The judgement that stands in the end, with its reason."""

    # The number of the mark that the trainer has before their eyes; 0: none.
    stands = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=MOST_OF_SETTLING,
        help_text=_("It stays with the result."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
        error_messages={"required": _("Say why.")},
    )


def _points(criterion: Criterion) -> forms.Field:
    label = in_readers_script(criterion.text) or _t("The reason given")
    most = decimal(criterion.points)
    if not criterion.steps:
        field = forms.DecimalField(
            label=label,
            min_value=0,
            max_value=most,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"class": "input", "inputmode": "decimal"}),
            error_messages={
                "required": _("Give points, 0 for none."),
                "min_value": _("0 points at least."),
                "max_value": _("%(limit_value)s points at most."),
            },
        )
        field.widget.attrs["step"] = "0.5"
        field.of = most  # type: ignore[attr-defined]
        return field
    worth = [decimal(step * criterion.points) for step in criterion.steps]
    words = STEPS.get(len(worth), tuple(map(lazystr, worth)))
    return forms.TypedChoiceField(
        label=label,
        coerce=Decimal,
        choices=[(str(each), word) for each, word in zip(worth, words, strict=True)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


def decimal(points: Fraction) -> Decimal:
    return Decimal(points.numerator) / Decimal(points.denominator)


class LateForm(Part):
    """A word on a late answer, with its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MOST_REASON,
        help_text=_("The learner reads it beside the answer."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
        error_messages={"required": _("Say why.")},
    )
