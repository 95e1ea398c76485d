from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lms.sheets.limits import LIMITS


class FiguresForm(forms.Form):
    """Service figures to be checked."""

    file = forms.FileField(
        label=_("Service figures (xlsx or csv)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt", "class": "input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _t(
            "At most %(rows)d rows and %(megabytes)d MB. Nothing is written before you have seen "
            "what would happen."
        ) % {"rows": LIMITS.rows, "megabytes": LIMITS.megabytes}


class WithdrawalForm(forms.Form):
    """Why figures count no more."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        help_text=_("It is kept with the import and stands in the ledger."),
    )
