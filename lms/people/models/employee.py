from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Scheme
from lms.people.models.post import Post
from lms.people.models.unit import Unit
from lms.people.rules.names import has_chinese, split_name
from lms.ui.language import in_readers_language

if TYPE_CHECKING:
    from lms.people.models.role_grant import RoleGrant

# The account in whose name background work acts.
SYSTEM_STAFF_NUMBER = "SYSTEM"


def normalised_staff_number(text: str) -> str:
    return text.strip().upper()


class EmployeeManager(BaseUserManager["Employee"]):
    def get_by_natural_key(self, staff_number: str | None) -> "Employee":
        """Staff numbers are kept in capitals; people may type them as they like."""
        return self.select_related("unit", "post__group").get(
            staff_number=normalised_staff_number(staff_number or "")
        )

    def system(self) -> "Employee":
        """The system's own account, made when it is first needed."""
        account, __ = self.get_or_create(
            staff_number=SYSTEM_STAFF_NUMBER,
            defaults={"name": "系统", "latin_name": "System", "is_active": False},
        )
        return account


class Employee(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """Somebody who works here, outsourced staff included; the user model of the site."""

    staff_number = models.CharField(
        _("staff number"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("Letters, digits and hyphens only."))],
    )
    name = models.CharField(_("full name"), max_length=60)
    latin_name = models.CharField(_("name in Latin letters"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="employees", null=True
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("post"), related_name="employees", null=True
    )
    hired_on = models.DateField(_("hired on"), null=True)
    is_active = models.BooleanField(
        _("may sign in"), default=True, help_text=_("Untick instead of deleting somebody.")
    )
    must_change_password = models.BooleanField(_("asked for a new password"), default=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    scheme = models.CharField(
        _("light or dark"), max_length=10, choices=Scheme.choices, default=Scheme.SYSTEM
    )

    objects = EmployeeManager()

    # The roles held now, once `queries.grants_in_force` or `queries.prefetch_grants` read them.
    grants_in_force: "list[RoleGrant]"

    USERNAME_FIELD = "staff_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["staff_number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, post__isnull=True)
                | Q(unit__isnull=False, post__isnull=False),
                name="employee_stands_at_a_post_in_a_unit",
                violation_error_message=_("Give both the unit and the post."),
            ),
            models.CheckConstraint(
                condition=Q(staff_number=Upper(F("staff_number"))),
                name="staff_number_in_capitals",
                violation_error_message=_("Staff numbers are written in capitals."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.localised_name} {self.staff_number}"

    @property
    def localised_name(self) -> str:
        return in_readers_language(self.name, self.latin_name)

    def get_full_name(self) -> str:
        return self.localised_name

    def get_short_name(self) -> str:
        return self.localised_name

    @property
    def first_name(self) -> str:
        """What Wagtail's side bar prints for the reader; it takes the staff number otherwise."""
        return self.localised_name

    @property
    def given_name(self) -> str:
        """How a page greets the person: the name without the family name (林小满: 小满)."""
        if get_language() == "en" and self.latin_name:
            return self.latin_name.split()[-1]
        __, given = split_name(self.name)
        return given if has_chinese(self.name) and len(given) > 1 else self.name

    def clean(self) -> None:
        self.staff_number = normalised_staff_number(self.staff_number)

    @property
    def is_system(self) -> bool:
        """Whether this is the account of background work."""
        return self.staff_number == SYSTEM_STAFF_NUMBER
