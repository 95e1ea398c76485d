"""The form in which a scorecard is written: whatever has the shape of one is taken, faults and
all; what has not stays typed, with the reason beside it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lms.people.models import PostGroup
from reviews.forms.scorecard_pieces import ComponentForm
from reviews.forms.scorecard_rows import (
    Data,
    GradeRow,
    QuestionRow,
    Rows,
    percent_field,
    with_codes,
)
from reviews.models import ScorecardVersion
from reviews.rules.scorecard import MEASURES_OF, Component, Grade, Question, Scorecard
from reviews.rules.scorecard_faults import ZERO, Fault
from reviews.rules.scorecard_faults import FaultKind as K


class WholeForm(forms.Form):
    """What is about the whole result. `revision` is that of the draft the form was drawn from."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    red_cap = percent_field(
        _("A result comes to this at most while a red line is live"),
        help_text=_("Just below a grade keeps the result below that grade. 100 is no cap."),
    )
    least_peers = forms.IntegerField(
        label=_("Count peers from so many answers on"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "size": 6}),
    )


class ScorecardForm:
    """One form made of many, as far as who uses it sees."""

    def __init__(self, data: Data, card: Scorecard, revision: int) -> None:
        self.is_bound = data is not None
        self.whole = WholeForm(
            data,
            initial={
                "revision": revision,
                "red_cap": card.red_cap,
                "least_peers": card.least_peers,
            },
            use_required_attribute=False,
        )
        self.components = [
            ComponentForm(data, component, card.component(component)) for component in Component
        ]
        self.grades = Rows(GradeRow, data, "grade", [_grade_row(each) for each in card.grades])
        self.questions = _questions(data, "question", card.questions)
        self.peer_questions = _questions(data, "peer", card.peer_questions)

    def is_valid(self) -> bool:
        return (
            self.whole.is_valid()
            and all(each.is_valid() for each in self.components)
            and self.grades.is_valid()
            and self.questions.is_valid()
            and self.peer_questions.is_valid()
        )

    def unfold(self, faults: Iterable[Fault]) -> None:
        """Show what is to be put right: faults of the draft, or mistakes in what was typed."""
        places = {fault.where.partition(".")[0] for fault in faults}
        for each in self.components:
            each.is_open = each.component in places or each.has_mistakes

    @property
    def revision(self) -> int:
        seen: int = self.whole.cleaned_data["revision"]
        return seen

    def has_seen(self, revision: int) -> None:
        """The next sending counts as made with the newest draft in view."""
        assert isinstance(self.whole.data, QueryDict)
        sent = self.whole.data.copy()
        sent["revision"] = str(revision)
        self.whole.data = sent

    def card(self) -> Scorecard:
        """As typed; a figure that is missing is 0."""
        given = self.whole.cleaned_data
        grades = with_codes(self.grades.filled, "g")
        return Scorecard(
            tuple(each.rule() for each in self.components if each.does_count),
            tuple(Grade(**row) for row in grades),
            ZERO if given["red_cap"] is None else given["red_cap"],
            _asked(self.questions, "q"),
            _asked(self.peer_questions, "p"),
            given["least_peers"] or 0,
        )


def _grade_row(grade: Grade) -> dict[str, Any]:
    return {
        "code": grade.code,
        "name": grade.name,
        "name_en": grade.name_en,
        "lower": grade.lower,
        "upper": grade.upper,
        "is_low": grade.is_low,
    }


def _questions(data: Data, prefix: str, asked: tuple[Question, ...]) -> Rows[QuestionRow]:
    held = [{"code": each.code, "text": each.text, "text_en": each.text_en} for each in asked]
    return Rows(QuestionRow, data, prefix, held)


def _asked(rows: Rows[QuestionRow], letter: str) -> tuple[Question, ...]:
    return tuple(Question(**row) for row in with_codes(rows.filled, letter))


# Which field of the piece a fault is about.
FIELDS: dict[K, str] = {
    K.TARGET_OUT_OF_RANGE: "target",
    K.CAP_OUT_OF_RANGE: "cap",
    K.SAMPLE_OUT_OF_RANGE: "least",
    K.NEUTRAL_OUT_OF_RANGE: "neutral",
    K.WRONG_RULE: "kind_0",
    K.NO_BAND: "band-0-lower",
}
# About a component as a whole.
OF_COMPONENTS = (
    K.COMPONENT_TWICE,
    K.NO_MEASURE,
    K.MEASURE_TWICE,
    K.FOREIGN_MEASURE,
)
OF_QUESTIONS = {
    K.NO_QUESTION: "0-text",
    K.QUESTION_TWICE: "0-text",
    K.QUESTION_EMPTY: "{row}-text",
    K.TOO_FEW_PEERS: "",
}


def field_of(fault: Fault) -> str:
    """The id of the field, or of the part of the page, in which a fault is put right."""
    row = max(0, fault.row - 1)
    if fault.kind in OF_QUESTIONS:
        if fault.kind == K.TOO_FEW_PEERS:
            return "id_least_peers"
        rows = "question" if fault.where == Component.MANAGER else "peer"
        return f"id_{rows}-{OF_QUESTIONS[fault.kind].format(row=row)}"
    if fault.where in ("", "components"):
        return "components"
    if fault.where == "red_cap":
        return "id_red_cap"
    if fault.where == "grades":
        name = "name" if fault.kind == K.GRADE_NAMELESS else "lower"
        return f"id_grade-{row}-{name}"
    return _of_piece(fault, row)


def _of_piece(fault: Fault, row: int) -> str:
    component, __, measure = fault.where.partition(".")
    measures = MEASURES_OF[Component(component)]
    if fault.kind in OF_COMPONENTS or (fault.kind == K.WEIGHTS_NOT_100 and len(measures) == 1):
        return f"piece-{component}"
    if fault.kind == K.WEIGHTS_NOT_100:
        return f"id_{measures[0]}-weight"
    piece = measure or component
    if fault.kind == K.POINTS_OUT_OF_RANGE and not fault.row:
        return f"id_{piece}-per_point"
    if fault.row:
        name = "points" if fault.kind in (K.POINTS_OUT_OF_RANGE, K.BAND_FALLS) else "lower"
        return f"id_{piece}-band-{row}-{name}"
    return f"id_{piece}-{FIELDS.get(fault.kind, 'weight')}"


class StartForm(forms.Form):
    """From what the next version begins."""

    begin = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, group: PostGroup | None, versions: list[ScorecardVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = [version for version in versions if version.group == group]
        others = [version for version in versions if version.group != group]
        self.versions = {version.token: version for version in [*own, *others]}
        choices = [
            *((each.token, _("Version in use: %(name)s") % {"name": each}) for each in own),
            *((each.token, _("As for %(name)s") % {"name": each}) for each in others),
            ("", _("The usual weights and targets of customer service")),
        ]
        field = self.fields["begin"]
        assert isinstance(field, forms.ChoiceField)
        field.required = False
        field.choices = choices
        self.initial.setdefault("begin", choices[0][0])

    @property
    def version(self) -> ScorecardVersion | None:
        """None for the usual ones."""
        return self.versions.get(self.cleaned_data["begin"])


class AdoptForm(forms.Form):
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What changed, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        help_text=_("Everybody who reads the scorecard reads this."),
    )


class DiscardForm(forms.Form):
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
