from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotStaffNumberValidator:
    """Refuses a password that contains the person's own staff number."""

    def validate(self, password: str, user: Any = None) -> None:
        staff_number = getattr(user, "staff_number", "")
        if staff_number and staff_number.lower() in password.lower():
            raise ValidationError(self.get_help_text(), code="password_has_staff_number")

    def get_help_text(self) -> str:
        return _("The password must not contain your staff number.")
