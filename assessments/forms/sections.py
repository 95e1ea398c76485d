"""The sections of a quiz on its form."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import Difficulty
from assessments.models import Skill
from assessments.queries import category_choices
from assessments.queries.coverage import Pick, questions_to_pick
from assessments.rules.quiz_settings import SectionSettings

LISTED, RULE = "listed", "rule"
EXTRA = 2  # empty sections at the end
MOST = 30
# What an empty section has too: it says nothing of its own.
SILENT = {"position", "way"}


class SectionForm(forms.Form):
    """Listed questions, in the order in which they are sent, or a rule. `picks` are all questions
    of the bank; `categories` and `skills` are choices."""

    position = forms.IntegerField(label=_("Place"), min_value=1, max_value=999, required=False)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    way = forms.ChoiceField(
        label=_("Where its questions come from"),
        choices=[(LISTED, _("The questions ticked here")), (RULE, _("A rule"))],
        widget=forms.RadioSelect,
        initial=RULE,
    )
    question_ids = forms.TypedMultipleChoiceField(label=_("Questions"), coerce=int, required=False)
    category_id = forms.TypedChoiceField(
        label=_("Category"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("With all below it."),
    )
    skill_id = forms.TypedChoiceField(
        label=_("Skill"), coerce=int, empty_value=None, required=False
    )
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Any")), *Difficulty.choices],
    )
    count = forms.IntegerField(
        label=_("Questions asked"),
        min_value=1,
        max_value=200,
        required=False,
    )
    min_percent = forms.IntegerField(
        label=_("Minimum (%)"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Who reaches less here does not pass. Empty: no minimum."),
    )

    def __init__(
        self,
        *args: Any,
        picks: Sequence[Pick] = (),
        categories: Sequence[tuple[Any, Any]] = (),
        skills: Sequence[tuple[Any, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.all_picks = picks
        self.fields["question_ids"].choices = [(pick.pk, pick.code) for pick in picks]  # type: ignore[attr-defined]
        self.fields["category_id"].choices = categories  # type: ignore[attr-defined]
        self.fields["skill_id"].choices = skills  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - SILENT)

    @cached_property
    def ticked(self) -> list[int]:
        """The questions ticked, in their order, whether or not they are sound."""
        sent = self["question_ids"].value() or []
        return [int(each) for each in sent if str(each).isdecimal()]

    @property
    def picks(self) -> list[tuple[Pick, bool]]:
        """Those ticked first, in their order; then all others that may be."""
        by_id = {pick.pk: pick for pick in self.all_picks}
        ticked = [by_id[pk] for pk in dict.fromkeys(self.ticked) if pk in by_id]
        others = [
            pick for pick in self.all_picks if pick.pk not in self.ticked and not pick.is_retired
        ]
        return [(pick, True) for pick in ticked] + [(pick, False) for pick in others]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.has_changed() and self.empty_permitted:
            return data
        if data.get("way") == RULE:
            if data.get("count") is None and "count" not in self.errors:
                self.add_error("count", gettext("Say how many questions to draw."))
        elif data.get("way") == LISTED and "question_ids" in data:
            self._clean_listed(data)
        return data

    def _clean_listed(self, data: dict[str, Any]) -> None:
        number = len(set(data["question_ids"]))
        if not number:
            self.add_error(
                "question_ids", gettext("Tick at least one question, or draw by a rule.")
            )
        elif (data.get("count") or 0) > number:
            text = gettext("It asks for %(count)d questions, and %(number)d are ticked.")
            self.add_error("count", text % {"count": data["count"], "number": number})

    def settings(self) -> SectionSettings:
        data = self.cleaned_data
        kept = {name: data[name] for name in ("title", "title_en", "min_percent")}
        if data["way"] == LISTED:
            ids = tuple(dict.fromkeys(data["question_ids"]))
            return SectionSettings(count=data["count"] or len(ids), question_ids=ids, **kept)
        rule = {name: data[name] for name in ("category_id", "skill_id", "difficulty")}
        return SectionSettings(count=data["count"], **rule, **kept)


def initial_of(number: int, section: SectionSettings) -> dict[str, Any]:
    """What the form of a section shows; `number` counts from 1."""
    return {
        "position": number,
        "title": section.title,
        "title_en": section.title_en,
        "way": LISTED if section.question_ids else RULE,
        "question_ids": list(section.question_ids),
        "category_id": section.category_id,
        "skill_id": section.skill_id,
        "difficulty": section.difficulty,
        "count": section.count,
        "min_percent": section.min_percent,
    }


class BaseSections(forms.BaseFormSet[SectionForm]):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | self._choices

    @cached_property
    def _choices(self) -> dict[str, Any]:
        """Read once for all sections: three queries."""
        return {
            "picks": questions_to_pick(),
            "categories": [
                ("", _("Any")),
                *category_choices(),
            ],
            "skills": [("", _("Any")), *((skill.pk, str(skill)) for skill in Skill.objects.all())],
        }

    def add_fields(self, form: SectionForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this section out")
        if index is not None:
            form.fields["position"].initial = index + 1

    def clean(self) -> None:
        if any(self.errors):
            return
        if not self._kept():
            raise forms.ValidationError(gettext("Give the quiz at least one section."))

    def _kept(self) -> list[SectionForm]:
        return [
            form
            for index, form in enumerate(self.forms)
            if (index < self.initial_form_count() or form.has_changed())
            and not form.cleaned_data.get("DELETE")
        ]

    def settings(self) -> list[SectionSettings]:
        """In the order of the numbers; of equal ones, and without one, as on the page."""
        kept = self._kept()
        kept.sort(key=lambda form: form.cleaned_data.get("position") or MOST * 1000)
        return [form.settings() for form in kept]


Sections = forms.formset_factory(
    SectionForm,
    formset=BaseSections,
    extra=EXTRA,
    can_delete=True,
    can_delete_extra=True,
    max_num=MOST,
    validate_max=True,
)
