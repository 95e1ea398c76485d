"""How large what somebody sends may be. The numbers are settings (`docs/operations.md`)."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from lms.files.errors import TooLarge

MB = 1024 * 1024
# What a form brings besides its file.
FORM_MB = 1
BACK_OFFICE = "wagtailadmin.access_admin"

# By the beginning of an address ("/report/"): the name of the setting, and the permission without
# which the address has no larger limit.
_larger: dict[str, tuple[str, str]] = {}


def allow_larger(prefix: str, *, setting: str, permission: str) -> None:
    """Let forms below the address send as many megabytes as the setting says, by those who hold
    the permission; higher packages do so in their `apps.ready`."""
    _larger[prefix] = (setting, permission)


def request_limit_mb(path: str, *, may: Callable[[str], bool]) -> int:
    """Megabytes that a request to this address may have. Large files are for the forms that take
    some, and for those who can open them."""
    admin = reverse("wagtailadmin_home")
    library = {
        f"{admin}media/": ("MEDIA_MAX_MB", BACK_OFFICE),
        f"{admin}documents/": ("DOCUMENT_MAX_MB", BACK_OFFICE),
        f"{admin}images/": ("PICTURE_MAX_MB", BACK_OFFICE),
    }
    for prefix, (setting, permission) in (library | _larger).items():
        if path.startswith(prefix) and may(permission):
            return int(getattr(settings, setting))
    return int(settings.REQUEST_MAX_MB)


def check_size(size: int, limit_mb: int) -> None:
    """Raises `TooLarge`."""
    if size > limit_mb * MB:
        raise TooLarge(limit=limit_mb)
