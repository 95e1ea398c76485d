from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.ui.language import in_readers_language


class Category(models.Model):
    """A branch of the tree by which questions, and quizzes, are kept apart. `rules.tree` knows the
    shape of the tree; an empty `parent` is a root."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="children",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="category_is_not_its_own_parent",
                violation_error_message=_("A category cannot be a part of itself."),
            )
        ]

    def __str__(self) -> str:
        return self.localised_name

    @property
    def localised_name(self) -> str:
        return in_readers_language(self.name, self.name_en)


class Skill(models.Model):
    """What a question asks for: knowing a rule, finding the words, deciding on the spot."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)
