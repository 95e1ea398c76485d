from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """What the packages' errors have in common: a message for the person who sees it; `field` is
    the form field at fault."""

    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)
