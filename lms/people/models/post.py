from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Standing
from lms.ui.language import in_readers_language


class PostGroup(models.Model):
    """Posts that share courses and inspection sheets, such as security or customer service."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("post group")
        verbose_name_plural = _("post groups")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)


class Post(models.Model):
    """A kind of job somebody stands at, such as gate post or area steward."""

    group = models.ForeignKey(
        PostGroup, models.PROTECT, verbose_name=_("post group"), related_name="posts"
    )
    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    standing = models.CharField(
        _("counts as"), max_length=10, choices=Standing.choices, default=Standing.FRONTLINE
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["group__position", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name"],
                name="post_name_once_per_group",
                violation_error_message=_("This group already has a post of this name."),
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)
