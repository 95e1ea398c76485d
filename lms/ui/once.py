from typing import Any
from uuid import uuid4

from django import forms


class OnceForm(forms.Form):
    """A form that takes a step of a process. `form_id` and `seen`, the number of steps that the
    page showed, keep it from becoming two steps, or one on something that has moved on since."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, seen: int, written: Any = None
    ) -> None:
        super().__init__(data, files, initial={"form_id": uuid4(), "seen": seen} | (written or {}))

    def seeing(self, steps: int) -> None:
        """What was typed is kept, for what is there now."""
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["seen"] = str(steps)

    @property
    def once(self) -> dict[str, Any]:
        """What every action takes beside its content."""
        return {name: self.cleaned_data[name] for name in ("seen", "form_id")}
