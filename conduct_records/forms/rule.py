from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.queries.words import LINES, SANCTIONS
from conduct_records.rules.codebook import SANCTIONS as LADDER
from conduct_records.rules.codebook import Codebook, Line, Rule, Sanction, Text
from conduct_records.rules.editing import fingerprint
from lms.ui.language import in_readers_language

ROWS = 2  # examples offered at least; an empty one always follows the filled ones
LONGEST_TITLE = 200
CODE = r"^[A-Za-z0-9][A-Za-z0-9-]{0,19}$"


def _text(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, **more)


class RuleForm(forms.Form):
    """One rule of the draft. It may be unfinished; `rule()` is what was written."""

    code = forms.RegexField(
        CODE,
        label=_("Code"),
        help_text=_("Lasting: the same rule keeps it in every version. Letters, digits, hyphens."),
        error_messages={"invalid": _("Letters, digits and hyphens, 20 at most.")},
    )
    line = forms.ChoiceField(
        label=pgettext_lazy("conduct", "Line"), choices=[(each.value, LINES[each]) for each in Line]
    )
    title_zh = forms.CharField(
        label=_("Title in Chinese"), max_length=LONGEST_TITLE, required=False
    )
    title_en = forms.CharField(
        label=_("Title in English"), max_length=LONGEST_TITLE, required=False
    )
    explanation_zh = _text(_("Explanation in Chinese"))
    explanation_en = _text(_("Explanation in English"))
    words = _text(
        _("Words people search by"),
        help_text=_("One a line, in both languages. They never show; they only help to find it."),
    )
    mildest = forms.ChoiceField(
        label=_("Recommended from"), choices=[(each.value, SANCTIONS[each]) for each in LADDER]
    )
    gravest = forms.ChoiceField(
        label=_("Recommended up to"), choices=[(each.value, SANCTIONS[each]) for each in LADDER]
    )
    points = forms.IntegerField(
        label=pgettext_lazy("conduct", "Points"), min_value=0, max_value=100, initial=0
    )
    months = forms.IntegerField(
        label=_("Months until spent"), min_value=0, max_value=120, initial=0
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, codebook: Codebook, rule: Rule | None = None, **kwargs: Any
    ) -> None:
        """`rule` is the one to change; None for a new one."""
        super().__init__(*args, **kwargs)
        self.codebook, self.current = codebook, rule
        for audience in codebook.audiences:
            self.fields[f"number_{audience.code}"] = forms.IntegerField(
                label=in_readers_language(audience.title.zh, audience.title.en),
                min_value=1,
                max_value=999,
                required=False,
            )
        filled = len(rule.examples) + 1 if rule else 0
        sent = [name for name in self.data if str(name).startswith("example_zh_")]
        self.rows = max(ROWS, filled, len(sent))
        for row in range(self.rows):
            number = {"number": row + 1}
            self.fields[f"example_zh_{row}"] = _text(_("Example %(number)d in Chinese") % number, 3)
            self.fields[f"example_en_{row}"] = _text(_("Example %(number)d in English") % number, 3)
        if rule:
            self._show(rule)

    def _show(self, rule: Rule) -> None:
        self.initial = {
            "code": rule.code,
            "line": rule.line.value,
            "title_zh": rule.title.zh,
            "title_en": rule.title.en,
            "explanation_zh": rule.explanation.zh,
            "explanation_en": rule.explanation.en,
            "words": "\n".join(rule.words),
            "mildest": rule.sanctions[0].value,
            "gravest": rule.sanctions[1].value,
            "points": rule.points,
            "months": rule.months,
            "seen": fingerprint(rule),
        }
        self.initial.update({f"number_{code}": number for code, number in rule.lists.items()})
        for row, each in enumerate(rule.examples):
            self.initial.update({f"example_zh_{row}": each.zh, f"example_en_{row}": each.en})

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        kept = self.current is not None and self.current.code == code
        if not kept and self.codebook.rule(code) is not None:
            raise forms.ValidationError(_("Another rule has this code."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and LADDER.index(data["mildest"]) > LADDER.index(data["gravest"]):
            self.add_error("gravest", _("The range of sanctions runs backwards."))
        return data

    @property
    def was_overtaken(self) -> bool:
        """Whether somebody else changed the rule since this form was opened."""
        seen: str = self.cleaned_data["seen"]
        return self.current is not None and seen != fingerprint(self.current)

    def rule(self) -> Rule:
        """Audiences and examples left empty are passed over."""
        data = self.cleaned_data
        examples = (
            Text(data[f"example_zh_{row}"].strip(), data[f"example_en_{row}"].strip())
            for row in range(self.rows)
        )
        return Rule(
            code=data["code"],
            line=Line(data["line"]),
            lists={
                each.code: number
                for each in self.codebook.audiences
                if (number := data[f"number_{each.code}"])
            },
            title=Text(data["title_zh"].strip(), data["title_en"].strip()),
            explanation=Text(data["explanation_zh"].strip(), data["explanation_en"].strip()),
            examples=tuple(each for each in examples if each.zh or each.en),
            words=tuple(word for line in data["words"].splitlines() if (word := line.strip())),
            sanctions=(Sanction(data["mildest"]), Sanction(data["gravest"])),
            points=data["points"],
            months=data["months"],
        )

    # The form in parts, for its template ------------------------------------------------------

    def number_fields(self) -> list[forms.BoundField]:
        return [self[f"number_{each.code}"] for each in self.codebook.audiences]

    def example_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"example_zh_{row}"], self[f"example_en_{row}"]) for row in range(self.rows)]

    def wording_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [
            (self["title_zh"], self["title_en"]),
            (self["explanation_zh"], self["explanation_en"]),
        ]
