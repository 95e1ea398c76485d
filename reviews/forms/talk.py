"""The talk about a result, and what is agreed in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import Post
from lms.ui.once import OnceForm
from reviews.forms.stage import day_field, text_field
from reviews.rules.steps import FollowUp, FollowUpKind, Talked

LONGEST = 8000


class TalkForm(OnceForm):
    """`courses` are offered with their titles, those proposed and all others; `posts` by their
    codes."""

    held_on = day_field(_("Day of the talk"))
    text = text_field(
        _("What we talked about"),
        help_text=_("What both of you said, and what was agreed. The person reads it."),
        most=LONGEST,
        rows=6,
        error_messages={"required": _("Write down what you talked about.")},
    )
    courses = forms.MultipleChoiceField(
        label=_("Training"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_course = forms.ChoiceField(
        label=_("Another course"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    due_on = day_field(_("Courses to be finished by"), required=False)
    post = forms.ChoiceField(
        label=_("Another post to try"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    note = text_field(
        _("Something else that helps"),
        help_text=_("For example going along with an experienced colleague for two weeks."),
        most=500,
        rows=2,
        required=False,
    )
    reassess_on = day_field(
        _("Look once more on"),
        help_text=_("You and HR are reminded on that day."),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        proposed: Sequence[tuple[str, Any]],
        others: Sequence[tuple[str, Any]],
        posts: Sequence[Post],
        seen: int,
        written: Any = None,
    ) -> None:
        super().__init__(data, seen=seen, written=written)
        self._offer("courses", proposed)
        self._offer("other_course", [("", _("None")), *others])
        self._offer("post", [("", _("None")), *((post.code, _named(post)) for post in posts)])

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self._agrees and not said.get("reassess_on") and "reassess_on" not in self.errors:
            self.add_error("reassess_on", _("Say when you look once more."))
        if said.get("reassess_on") and not self._agrees:
            self.add_error("note", _("Say what was agreed until then: a course, a post or a note."))
        return said

    @property
    def _agrees(self) -> bool:
        names = ("courses", "other_course", "post", "note")
        return any(self.cleaned_data.get(name) for name in names)

    @property
    def talked(self) -> Talked:
        said = self.cleaned_data
        return Talked(said["held_on"], said["text"], tuple(self._follow_ups()))

    def _follow_ups(self) -> Iterator[FollowUp]:
        """A note goes with the post, if one is to be tried, else it stands by itself."""
        if not self._agrees:
            return
        said = self.cleaned_data
        day, note = said["reassess_on"], said["note"]
        for key in dict.fromkeys([*said["courses"], said["other_course"]]):
            if key:
                yield FollowUp(FollowUpKind.TRAINING, day, course=key, due_on=said["due_on"])
        if said["post"]:
            yield FollowUp(FollowUpKind.OTHER_POST, day, post=said["post"], note=note)
        elif note:
            yield FollowUp(FollowUpKind.TRAINING, day, note=note)


def _named(post: Post) -> str:
    return f"{post.group} · {post}"
