from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conduct_records.rules.codebook import Audience, Codebook, Text
from lms.people.enums import Standing
from lms.people.queries import posts_in_order

EMPTY = 2  # rows for further audiences
CODE = r"^[a-z][a-z0-9-]{0,19}$"
PARTS = ("code", "title_zh", "title_en", "standing", "posts")


class AudiencesForm(forms.Form):
    """What the codebook is called, and whom its lists bind: an audience a row."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codebook = codebook
        self.rows = len(codebook.audiences) + EMPTY
        posts = [(post.code, str(post)) for post in posts_in_order()]
        gone = {code for each in codebook.audiences for code in each.posts} - dict(posts).keys()
        for row in range(self.rows):
            self._add_row(row, [*posts, *((code, code) for code in sorted(gone))])
        self.initial = {
            "title_zh": codebook.title.zh,
            "title_en": codebook.title.en,
            "seen": codebook.content_hash,
        }
        for row, each in enumerate(codebook.audiences):
            said = (each.code, each.title.zh, each.title.en, each.standing, list(each.posts))
            pairs = zip(PARTS, said, strict=True)
            self.initial.update({f"{part}_{row}": value for part, value in pairs})

    def _add_row(self, row: int, posts: list[tuple[str, str]]) -> None:
        self.fields[f"code_{row}"] = forms.RegexField(CODE, label=_("Code"), required=False)
        for part, label in (
            ("title_zh", _("Name in Chinese")),
            ("title_en", _("Name in English")),
        ):
            self.fields[f"{part}_{row}"] = forms.CharField(
                label=label, max_length=60, required=False
            )
        self.fields[f"standing_{row}"] = forms.ChoiceField(
            label=_("Counts as"), choices=[("", _("All")), *Standing.choices], required=False
        )
        self.fields[f"posts_{row}"] = forms.MultipleChoiceField(
            label=_("Only these posts"),
            choices=posts,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        codes: set[str] = set()
        for row in range(self.rows):
            code, title = data.get(f"code_{row}", ""), data.get(f"title_zh_{row}", "")
            if bool(code) is not bool(title) and f"code_{row}" not in self.errors:
                self.add_error(f"code_{row}", _("An audience has a code and a name."))
            if code and code in codes:
                self.add_error(f"code_{row}", _("Two audiences have this code."))
            codes.add(code)
        in_use = {code for rule in self.codebook.rules for code in rule.lists}
        if not self.errors and (lost := sorted(in_use - codes)):
            text = _("Rules still stand in these lists: %(codes)s. Take them out first.")
            raise forms.ValidationError(text % {"codes": ", ".join(lost)})
        return data

    @property
    def was_overtaken(self) -> bool:
        return bool(self.cleaned_data["seen"] != self.codebook.content_hash)

    def title(self) -> Text:
        return Text(self.cleaned_data["title_zh"], self.cleaned_data["title_en"])

    def audiences(self) -> list[Audience]:
        data = self.cleaned_data
        return [
            Audience(
                code=data[f"code_{row}"],
                title=Text(data[f"title_zh_{row}"], data[f"title_en_{row}"]),
                standing=data[f"standing_{row}"],
                posts=tuple(data[f"posts_{row}"]),
            )
            for row in range(self.rows)
            if data[f"code_{row}"]
        ]

    def audience_rows(self) -> list[dict[str, forms.BoundField]]:
        return [{part: self[f"{part}_{row}"] for part in PARTS} for row in range(self.rows)]
