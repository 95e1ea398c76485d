from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.ledger.rules.envelope import new_token
from lms.people.enums import EmploymentKind, Scheme
from lms.people.models.post import Post
from lms.people.models.unit import Unit
from lms.people.rules.employment import EMPLOYED_BY_OTHERS
from lms.people.rules.name_keys import LONGEST_SORT_KEY, search_key, sort_key
from lms.people.rules.names import has_chinese, split_name
from lms.ui.language import name_for_reader

if TYPE_CHECKING:
    from lms.people.models.attestation import AttendedSession
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
    # By it alone the ledger knows a person; erasing gives them another one.
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
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
    left_on = models.DateField(
        _("left on"), null=True, editable=False, help_text=_("The last day in the company.")
    )
    employment_kind = models.CharField(
        _("employment kind"), max_length=12, choices=EmploymentKind, default=EmploymentKind.OWN
    )
    employer = models.CharField(
        _("employer"),
        max_length=80,
        blank=True,
        help_text=_("The agency or contractor, for dispatched and outsourced staff."),
    )
    erased_at = models.DateTimeField(
        _("erased"),
        null=True,
        editable=False,
        help_text=_("Since then nothing here says who this was; the row stays for what names it."),
    )
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
    # Kept by `save` and by whoever writes many at once.
    sort_key = models.CharField(
        max_length=LONGEST_SORT_KEY, default="", editable=False, db_index=True
    )
    search_key = models.TextField(default="", editable=False)

    objects = EmployeeManager()

    # The roles held now, once `queries.grants_in_force` or `queries.prefetch_grants` read them.
    grants_in_force: "list[RoleGrant]"

    # The session in which a supervisor attends this person, in a request on that device.
    attended: "AttendedSession | None" = None

    USERNAME_FIELD = "staff_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["sort_key", "staff_number"]
        permissions = [
            ("erase_employee", "Can erase people whose retention is over, and place legal holds"),
            ("view_retention", "Can see what is kept until when, and what was erased"),
            ("export_employee", "Can take out all that is kept about somebody"),
        ]
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
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="nobody_leaves_before_being_hired",
                violation_error_message=_("Nobody leaves before being hired."),
            ),
            models.CheckConstraint(
                condition=~Q(employment_kind__in=EMPLOYED_BY_OTHERS) | ~Q(employer=""),
                name="employer_of_dispatched_and_outsourced",
                violation_error_message=_("Name the agency or contractor."),
            ),
        ]
        # Everything that a search by name or number reads.
        indexes = [
            models.Index(fields=["staff_number", "search_key", "unit"], name="employee_by_words")
        ]

    def __str__(self) -> str:
        return f"{self.localised_name} {self.staff_number}"

    @property
    def localised_name(self) -> str:
        return name_for_reader(self.name, self.latin_name)

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

    @property
    def has_sign_in(self) -> bool:
        """Whether they have a sign-in of their own; others read and sign on a supervisor's
        device."""
        return self.is_active and self.has_usable_password()

    def has_left_by(self, day: date) -> bool:
        return self.left_on is not None and self.left_on < day

    def keep_name_keys(self) -> None:
        """What the name is sorted and found by."""
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(self.name, self.latin_name)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is None or not {"name", "latin_name"}.isdisjoint(update_fields):
            self.keep_name_keys()
            if update_fields is not None:
                update_fields = {*update_fields, "sort_key", "search_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self) -> None:
        self.staff_number = normalised_staff_number(self.staff_number)

    @property
    def is_system(self) -> bool:
        """Whether this is the account of background work."""
        return self.staff_number == SYSTEM_STAFF_NUMBER
