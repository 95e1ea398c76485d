from django import forms
from django.utils.translation import gettext_lazy as _

from conduct_records.enums import BundlePurpose

LONGEST = 120


class BundleForm(forms.Form):
    """What a case is taken out for."""

    purpose = forms.ChoiceField(label=_("What for"), choices=BundlePurpose.choices)
    reference = forms.CharField(
        label=_("Number or name of the matter"),
        max_length=LONGEST,
        required=False,
        help_text=_("Such as the number of the arbitration. It stands in the bundle and is noted."),
    )

    def __init__(self, *sent: object) -> None:
        super().__init__(*sent)  # type: ignore[arg-type]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    @property
    def in_words(self) -> str:
        """In the words of who asks."""
        kind = str(BundlePurpose(self.cleaned_data["purpose"]).label)
        return " · ".join(filter(None, (kind, self.cleaned_data["reference"].strip())))
