"""The settings of a quiz and, with them, its sections."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from assessments.enums import LatePolicy, Layout, When
from assessments.forms.sections import BaseSections, Sections, initial_of
from assessments.models import Category, Quiz
from assessments.queries import category_choices
from assessments.queries.blueprints import settings_of
from assessments.rules.quiz_settings import QuizSettings, SectionSettings

WHAT = ["code", "category", "title", "title_en", "intro", "intro_en", "is_draft"]
WHEN = ["opens_at", "closes_at", "time_limit_minutes", "attempts_allowed", "resit_delay_hours"]
COUNTS = ["pass_percent", "outcome", "late_policy", "grace_seconds"]
MARKED = ["marking_days", "marking_distance"]
SAT = ["shuffle_questions", "shuffle_options", "layout", "is_sequential"]
SHOWN = ["show_answers", "show_marks", "show_key", "show_explanation"]
SAID = ["success_text", "success_text_en", "fail_text", "fail_text_en"]


MOST_ATTEMPTS = 100
YEARS = range(2000, 2100)  # a clock can be moved about in them


class QuizForm(WagtailAdminModelForm):
    """`settings()` and `sections.settings()` are what was written, once the form is valid."""

    class Meta:
        model = Quiz
        fields = [*WHAT, *WHEN, *COUNTS, *MARKED, *SAT, *SHOWN, *SAID]
        widgets = dict.fromkeys(["outcome", "late_policy", "layout", *SHOWN], forms.RadioSelect) | {
            name: AdminAutoHeightTextInput(attrs={"rows": 2})
            for name in (*SAID, "intro", "intro_en")
        }
        help_texts = {
            "closes_at": _("Whoever is still sitting then hands in at that moment."),
            "resit_delay_hours": _("Counted from handing in. 0: at once."),
            "grace_seconds": _("Only with a grace period: how long late answers still count."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
        self.fields["attempts_allowed"].validators.append(MaxValueValidator(MOST_ATTEMPTS))
        self.fields["category"].choices = [
            ("", "—"),
            *category_choices(),
        ]
        self.sections: BaseSections = Sections(  # type: ignore[assignment]
            self.data if self.is_bound else None,
            prefix="sections",
            initial=[
                initial_of(number, section) for number, section in enumerate(self._saved(), start=1)
            ],
        )

    def _saved(self) -> list[SectionSettings]:
        if not self.instance.pk:
            return []
        rows = self.instance.sections.order_by("position", "pk").prefetch_related("listed")
        return [settings_of(row) for row in rows]

    def is_valid(self) -> bool:
        """Both are looked at, so that every error shows at once."""
        return all([super().is_valid(), self.sections.is_valid()])

    def clean_opens_at(self) -> datetime | None:
        return _of_our_time(self.cleaned_data["opens_at"])

    def clean_closes_at(self) -> datetime | None:
        return _of_our_time(self.cleaned_data["closes_at"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _t("The examination closes before it opens."))
        if data.get("late_policy") == LatePolicy.GRACE and data.get("grace_seconds") == 0:
            self.add_error("grace_seconds", _t("Say how many seconds of grace there are."))
        if data.get("layout") == Layout.ALL and data.get("is_sequential"):
            self.add_error("is_sequential", _t("One after the other needs one question a page."))
        if not closes and "closes_at" not in self.errors:
            for name in SHOWN:
                if data.get(name) == When.CLOSED:
                    self.add_error(name, _t("This needs a closing time: say above when it closes."))
        return data

    def settings(self) -> QuizSettings:
        data = self.cleaned_data
        category: Category | None = data["category"]
        plain = [name for name in self.Meta.fields if name not in ("code", "category")]
        return QuizSettings(
            category_id=category.pk if category else None, **{name: data[name] for name in plain}
        )

    # The form in groups, for its template --------------------------------------------------------

    def _group(self, names: Sequence[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def what(self) -> list[forms.BoundField]:
        return self._group(WHAT)

    @property
    def when(self) -> list[forms.BoundField]:
        return self._group(WHEN)

    @property
    def counts(self) -> list[forms.BoundField]:
        return self._group(COUNTS)

    @property
    def marked(self) -> list[forms.BoundField]:
        return self._group(MARKED)

    @property
    def sat(self) -> list[forms.BoundField]:
        return self._group(SAT)

    @property
    def shown(self) -> list[forms.BoundField]:
        return self._group(SHOWN)

    @property
    def said(self) -> list[forms.BoundField]:
        return self._group(SAID)

    @property
    def moments(self) -> list[Any]:
        """The columns of the table of what is shown."""
        return [When(value).label for value in When.values]


def _of_our_time(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.year not in YEARS:
        raise forms.ValidationError(_t("Choose a day in this century."))
    return moment
