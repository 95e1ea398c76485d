"""Wagtail's create and edit views, writing through our actions."""

from typing import Any

from django.http import HttpResponse
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views import generic

from lms.ui.errors import Refusal
from lms.ui.refusals import refuse

# What our listings do without: nothing is deleted, and nobody asks Wagtail what is used where.
WITHOUT = {"delete_url_name": None, "usage_url_name": None}


class WritesByAction:
    """Calls `write` where Wagtail would save the form. Outside a transaction, as the action opens
    its own, which also writes the log; a refusal becomes an error of the form."""

    def write(self, values: dict[str, Any]) -> Any:
        """Have an action do the work and answer the object; `self.form` holds the whole form."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        try:
            self.object = self.write(form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]
        return self.save_action()  # type: ignore[attr-defined]


class CreateByAction(WritesByAction, generic.CreateView):
    pass


class EditByAction(WritesByAction, generic.EditView):
    def get_side_panels(self) -> MediaContainer:
        """None: Wagtail's would call everything "live", as nothing here has drafts."""
        return MediaContainer()
