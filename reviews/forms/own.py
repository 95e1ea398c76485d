"""What the person a review is about writes: the self-assessment, a comment, an appeal; and what HR
enters for them from paper."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from lms.people.forms.paper import PaperForm
from lms.ui.once import OnceForm

LONGEST = 4000


def _text(label: Any, help_text: Any = "", *, rows: int = 5, required: bool = True) -> Any:
    """Its limit is told, not enforced by the browser: that would cut off what is pasted."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        validators=[MaxLengthValidator(LONGEST)],
        widget=forms.Textarea(attrs={"class": "input", "rows": rows}),
    )


class SelfAssessmentForm(OnceForm):
    went_well = _text(
        _("What went well"), _("What you are proud of; with an example, it weighs more.")
    )
    to_improve = _text(_("What I want to do better"), _("And what kept you from it so far."))
    support = _text(
        _("What I need for it"),
        _("Training, equipment, time, somebody to ask. May stay empty."),
        rows=3,
        required=False,
    )

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was written, each under its heading; only of what is valid."""
        found = [(field, self.cleaned_data.get(field.name)) for field in self.visible_fields()]
        return [(str(field.label), words) for field, words in found if words]


class SignForm(OnceForm):
    comment = _text(
        _("My comment"),
        _("May stay empty. It stands beside the result, for you, your manager and HR."),
        rows=3,
        required=False,
    )


class AppealForm(OnceForm):
    grounds = _text(
        _("What is not right"),
        _("Which figure or which sentence, what is true instead, and who or what shows it."),
        rows=8,
    )


SIGNED, APPEALED = "signed", "appealed"


class ReviewPaperForm(PaperForm):
    """That a review was signed, or appealed against, on paper."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What the paper says"),
        choices=[(SIGNED, _("Read and signed")), (APPEALED, _("Appeal against the result"))],
        widget=forms.RadioSelect,
    )
    text = _text(
        _("Comment, or grounds of the appeal"),
        _("Word for word as it stands on the paper."),
        required=False,
    )
    field_order = ("what", "text")

    def __init__(self, *args: Any, seen: int, can_sign: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"form_id": uuid4(), "seen": seen}, **kwargs)
        if not can_sign:
            what: Any = self.fields["what"]
            what.choices = [each for each in what.choices if each[0] != SIGNED]
            what.initial = APPEALED

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("what") == APPEALED and not given.get("text"):
            self.add_error("text", _("An appeal has grounds."))
        return given
