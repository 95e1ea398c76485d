from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Post, PostGroup, Unit
from lms.people.queries import units_reached


class UnitForm(WagtailAdminModelForm):
    """A unit and its place. `actions.save_unit` writes, and moves what lies below."""

    parent = UnitChoiceField(
        label=_("Part of"),
        queryset=Unit.objects.none(),
        required=False,
    )

    class Meta:
        model = Unit
        fields = ["kind", "code", "name", "name_en", "parent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        permission = "people.change_unit" if self.instance.pk else "people.add_unit"
        present = Unit.objects.filter(pk=self.instance.parent_id)
        reached = units_reached(self.for_user, permission)
        is_company = bool(self.instance.pk) and self.instance.parent_id is None
        self.fields["parent"].required = not is_company
        self.fields["parent"].queryset = (reached | present).distinct()


class PostForm(WagtailAdminModelForm):
    class Meta:
        model = Post
        fields = ["group", "code", "name", "name_en", "standing", "position"]


class PostGroupForm(WagtailAdminModelForm):
    class Meta:
        model = PostGroup
        fields = ["code", "name", "name_en", "position"]
