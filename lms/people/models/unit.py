from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.people.enums import UnitKind
from lms.ui.language import in_readers_language


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, unit: "Unit") -> "UnitQuerySet":
        """The unit itself and every unit below it."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A part of the company. `path` names all units from the root down to this one ("1/4/9/"),
    so that a subtree is one prefix; `actions.save_unit` keeps it."""

    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind.choices)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="children",
        null=True,
        blank=True,
    )
    path = models.CharField(max_length=255, unique=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="unit_is_not_part_of_itself",
                violation_error_message=_("A unit cannot be part of itself."),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="unit_name_once_per_parent",
                violation_error_message=_("There is already a unit of this name here."),
            ),
        ]

    def __str__(self) -> str:
        return self.localised_name

    @property
    def localised_name(self) -> str:
        return in_readers_language(self.name, self.name_en)

    @property
    def depth(self) -> int:
        """0 for the company."""
        return self.path.count("/") - 1

    def contains(self, other: "Unit") -> bool:
        """Whether `other` is this unit or lies below it."""
        return other.path.startswith(self.path)
