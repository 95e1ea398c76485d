"""What the forms of all kinds of question share; `forms.kinds` holds one for each."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField
from wagtail.admin.widgets import AdminTagWidget
from wagtail.images.widgets import AdminImageChooser

from assessments.actions.save_question import Place
from assessments.enums import Kind
from assessments.errors import (
    MarksOutOfRange,
    PictureNotDescribed,
    StemMissing,
    WordingRefused,
)
from assessments.forms.bank import in_tree
from assessments.forms.passages import Passage
from assessments.models import Question
from assessments.rules import kinds
from assessments.rules.wording import Wording, content_in, english_wording
from lms.files.models import Picture

Content = dict[str, Any]


class QuestionForm(forms.ModelForm):
    """A question of one kind. `wording()` is what was written, checked by the kind's rules; a
    refusal of theirs stands at the field it is about.

    A kind names its own fields and those of their English, reads content and key from them, and
    shows them. Where none of them was changed, content and key stay as they are: saving twice
    makes no second version.
    """

    kind: ClassVar[Kind]
    purpose: ClassVar[Any] = ""
    # The names of the kind's fields; a refusal without a place stands at the first.
    own: ClassVar[tuple[str, ...]] = ()
    own_english: ClassVar[tuple[str, ...]] = ()
    places: ClassVar[Mapping[type[WordingRefused], str]] = {}
    template: ClassVar[str] = "assessments/admin/kinds/fields.html"
    english_template: ClassVar[str] = "assessments/admin/kinds/english.html"

    stem = Passage(label=_("Question"))
    picture = forms.ModelChoiceField(
        label=_("Picture"),
        queryset=Picture.objects.all(),
        required=False,
        widget=AdminImageChooser,
    )
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_("For who cannot see it. Say nothing that gives the answer away."),
    )
    explanation = Passage(
        label=_("Why"),
        required=False,
        help_text=_("Shown with the result, where the quiz shows reasons."),
    )
    marks = forms.IntegerField(label=_("Marks"), min_value=1, max_value=100, initial=1)
    tags = TagField(label=_("Tags"), required=False, widget=AdminTagWidget)
    english_stem = Passage(label=_("Question"), required=False)
    english_picture_alt = forms.CharField(
        label=_("What the picture shows"), max_length=200, required=False
    )
    english_explanation = Passage(label=_("Why"), required=False)

    class Meta:
        model = Question
        fields = ["code", "category", "skill", "difficulty", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current: Wording | None = None
        in_tree(self.fields["category"])
        if self.instance.pk:
            self.current = self.instance.current_version.wording
            self.fields["code"].disabled = True
            self.initial["tags"] = list(self.instance.tags.all())
            self.initial.update(self.shown(self.current))

    # What a kind does ------------------------------------------------------------------------

    def read(self) -> tuple[Content, Content]:
        """Content and key of what was written. Raises `WordingRefused`."""
        raise NotImplementedError

    def read_english(self, content: Content) -> Content:
        """The English words of the content, in its shape. Raises `WordingRefused`."""
        return {}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        """The values of the kind's own fields."""
        raise NotImplementedError

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        """The values of the fields of the English; `english` is empty where there is none."""
        return {}

    # What all share --------------------------------------------------------------------------

    @classmethod
    def shown(cls, wording: Wording) -> dict[str, Any]:
        """The values of all fields of the wording, by name; also what versions are compared by."""
        english = wording.english
        around = {
            f"english_{name}": english.get(name, "")
            for name in ("stem", "picture_alt", "explanation")
        }
        names = ("stem", "picture_alt", "explanation", "marks")
        return {
            **{name: getattr(wording, name) for name in names},
            "picture": wording.picture_id,
            **cls.show(wording.content, wording.key),
            **around,
            **cls.show_english(wording.content, wording.key, content_in(english)),
        }

    @classmethod
    def label_of(cls, name: str) -> Any:
        return cls.base_fields[name].label

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            with self._refusals_at(self.own[0], self._places):
                self._wording = self._in_chinese()
                self._wording.check()
        if not self.errors:
            with self._refusals_at((*self.own_english, "english_stem")[0], {}):
                self._wording = replace(self._wording, english=self._english())
                self._wording.check()
        return data

    @property
    def _places(self) -> Mapping[type[WordingRefused], str]:
        common = {
            StemMissing: "stem",
            MarksOutOfRange: "marks",
            PictureNotDescribed: "picture_alt",
        }
        return {**common, **self.places}

    @contextmanager
    def _refusals_at(
        self, default: str, places: Mapping[type[WordingRefused], str]
    ) -> Iterator[None]:
        try:
            yield
        except WordingRefused as refusal:
            self.add_error(places.get(type(refusal), default), str(refusal))

    def _in_chinese(self) -> Wording:
        data = self.cleaned_data
        picture = data["picture"]
        content, key = self._content_and_key()
        return Wording(
            kind=str(self.kind),
            stem=data["stem"],
            content=content,
            key=key,
            explanation=data["explanation"],
            marks=data["marks"],
            picture_id=picture.pk if picture else None,
            picture_alt=data["picture_alt"],
            carried=self.current.carried if self.current else {},
        )

    def _content_and_key(self) -> tuple[Content, Content]:
        if self.current is not None and not self._has_changed(self.own):
            return self.current.content, self.current.key
        exported = kinds.interaction(self.kind, *self.read()).export()
        return exported["content"], exported["key"]

    def _english(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.current is not None and not self._has_changed(self.own + self.own_english):
            content = content_in(self.current.english)
        else:
            content = self.read_english(self._wording.content)
        return english_wording(
            stem=data["english_stem"],
            explanation=data["english_explanation"],
            picture_alt=data["english_picture_alt"],
            **content,
        )

    def _has_changed(self, names: tuple[str, ...]) -> bool:
        return any(name in self.changed_data for name in names)

    def wording(self) -> Wording:
        """Of a valid form."""
        return self._wording

    def place(self) -> Place:
        data = self.cleaned_data
        return Place(
            category_id=data["category"].pk if data["category"] else None,
            skill_id=data["skill"].pk if data["skill"] else None,
            difficulty=data["difficulty"],
            language=data["language"],
            tags=data["tags"],
        )

    # For the page ----------------------------------------------------------------------------

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What an import brought that is not used here: it stays with the question."""
        parts = self.current.carried if self.current else {}
        return [(name, _in_words(part)) for name, part in parts.items()]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own]

    @property
    def own_english_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own_english]

    @property
    def has_english(self) -> bool:
        """Whether the folded panel of the English wording has something to show."""
        return any(
            self[name].value() or self[name].errors
            for name in self.fields
            if name.startswith("english_")
        )


def _in_words(part: Any) -> str:
    return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)
