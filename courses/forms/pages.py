from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.rules.slugs import slug_for


class CoursewarePageForm(WagtailAdminPageForm):
    """A page of courseware. An address that is left empty is made from the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "title" in self.fields:
            self.fields["title"].widget.attrs["placeholder"] = _("Title")
        if self.instance.is_translation:
            self._leave_out_what_is_shared()

    def _leave_out_what_is_shared(self) -> None:
        """A translation shows only what it has of its own."""
        for name in self.instance.shared_fields:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        title = self.cleaned_data.get("title")
        if title and not self.cleaned_data.get("slug", "?"):
            siblings = self.parent_page.get_children().exclude(pk=self.instance.pk)
            taken = set(siblings.values_list("slug", flat=True))
            self.cleaned_data["slug"] = slug_for(title, taken)
        cleaned: dict[str, Any] = super().clean()
        return cleaned
