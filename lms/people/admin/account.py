from typing import Any

from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    NotificationsSettingsPanel,
    ThemeSettingsPanel,
)


class OwnAccountView(AccountView):
    """Wagtail's account page with what belongs to Wagtail only. Name, language and password are
    the employee's, kept by this package's own pages, to which the page links."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        kept: tuple[type[Any], ...] = (NotificationsSettingsPanel, ThemeSettingsPanel)
        return [panel for panel in super().get_panels() if isinstance(panel, kept)]


account = never_cache(require_admin_access(OwnAccountView.as_view()))
