"""For whom a block is: anybody, some post groups, managers or the frontline."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from courses.rules.audience import Audience
from lms.people.enums import Standing
from lms.people.models import PostGroup


def post_group_choices() -> list[tuple[str, str]]:
    return [(group.code, str(group)) for group in PostGroup.objects.all()]


class PostGroupsBlock(blocks.MultipleChoiceBlock):
    """Post groups by their code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", post_group_choices)
        super().__init__(widget=forms.CheckboxSelectMultiple, search_index=False, **kwargs)

    def normalize_choice(self, value: Any) -> Any:
        """Codes are text; Wagtail would ask the database about each block of a page."""
        return None if value is None else str(value)


class AudienceValue(blocks.StructValue):
    @property
    def rule(self) -> Audience:
        return Audience.of(self.get("groups") or (), self.get("standing") or "")


class AudienceBlock(blocks.StructBlock):
    groups = PostGroupsBlock(
        label=_("Only for the post groups"),
        required=False,
        help_text=_("Nothing ticked: for all of them."),
    )
    standing = blocks.ChoiceBlock(
        label=_("Only for"),
        choices=[("", _("Managers and frontline")), *Standing.choices],
        required=False,
        search_index=False,
    )

    class Meta:
        label = _("For whom")
        icon = "group"
        value_class = AudienceValue
        help_text = _("Others do not get this part at all. Where both are chosen, both must hold.")


class AudienceBlockAdapter(StructBlockAdapter):
    """In the editor a limited block says in its heading for whom it is."""

    js_constructor = "courses.blocks.AudienceBlock"

    def js_args(self, block: AudienceBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        return [name, children, {**meta, "onlyFor": _t("Only for: {whom}")}]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            css={"all": ["css/admin/lessons.css"]}, js=["js/admin/audience-block.js"]
        )


register(AudienceBlockAdapter(), AudienceBlock)
