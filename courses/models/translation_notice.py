from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class TranslationNotice(Panel):
    """At the head of a translated page's form: that the page it translates was published again
    since the translation was last saved, with the way to what changed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/translation_notice.html"

        def is_shown(self) -> bool:
            page = self.instance
            if not page.pk or not page.is_translation or page.base is page:
                return False
            return page.is_behind

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            base = self.instance.base
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"base": base, "compare_url": self._compare_url()}

        def _compare_url(self) -> str:
            """What was published when the translation was saved, beside what is published now."""
            base, saved = self.instance.base, self.instance.latest_revision_created_at
            before = base.revisions.filter(created_at__lte=saved).order_by("-created_at").first()
            first = before.pk if before else "earliest"
            return reverse(
                "wagtailadmin_pages:revisions_compare", args=[base.pk, first, base.live_revision_id]
            )
