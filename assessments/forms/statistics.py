"""What statistics are asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Attempts
from lms.people.forms.listing import words_field


class QuizSearch(forms.Form):
    """Which quizzes the list shows."""

    text = words_field(_("Code or title"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["class"] = "input"

    @property
    def wanted(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("text") or ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.wanted)


def attempts_in(data: Any) -> Attempts:
    """Which attempts an address asks for; the first ones where it names none."""
    asked = data.get("attempts")
    return Attempts(asked) if asked in Attempts.values else Attempts.FIRST
