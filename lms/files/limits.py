"""How large what somebody sends may be. The numbers are settings (`docs/operations.md`)."""

from django.conf import settings
from django.urls import reverse

from lms.files.errors import TooLarge

MB = 1024 * 1024
# What a form brings besides its file.
FORM_MB = 1


def request_limit_mb(path: str, *, may_enter_back_office: bool) -> int:
    """Megabytes that a request to this address may have. Large files are for the library's forms,
    and for those who can open them."""
    if may_enter_back_office:
        admin = reverse("wagtailadmin_home")
        limits = {
            f"{admin}media/": settings.MEDIA_MAX_MB,
            f"{admin}documents/": settings.DOCUMENT_MAX_MB,
            f"{admin}images/": settings.PICTURE_MAX_MB,
        }
        for prefix, limit in limits.items():
            if path.startswith(prefix):
                return int(limit)
    return int(settings.REQUEST_MAX_MB)


def check_size(size: int, limit_mb: int) -> None:
    """Raises `TooLarge`."""
    if size > limit_mb * MB:
        raise TooLarge(limit=limit_mb)
