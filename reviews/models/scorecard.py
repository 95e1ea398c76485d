from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.models import PostGroup
from reviews.errors import ScorecardIsFixed
from reviews.rules.scorecard import Scorecard, of_json

# Where no post group is named: databases hold that nothing is like nothing.
GENERAL = 0


class ScorecardDraft(models.Model):
    """The next scorecard of a post group, as HR writes it; without a group the one for posts whose
    group has none of its own. `revision` counts the savings: nobody overwrites another's."""

    group = models.ForeignKey(
        PostGroup,
        models.CASCADE,
        verbose_name=_("post group"),
        related_name="scorecard_drafts",
        null=True,
        blank=True,
    )
    content = models.JSONField(_("content"))
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("scorecard draft")
        verbose_name_plural = _("scorecard drafts")
        constraints = [
            models.UniqueConstraint(
                Coalesce("group_id", Value(GENERAL)), name="one_scorecard_draft_a_group"
            )
        ]

    def __str__(self) -> str:
        return str(self.group or _("All other posts"))

    @property
    def card(self) -> Scorecard:
        return of_json(self.content)


class ScorecardVersion(AppendOnly):
    """An adopted scorecard; the newest of a post group is used by the cycles that open from then
    on. `content` is `rules.scorecard.Scorecard` as JSON."""

    fixed = ScorecardIsFixed

    group = models.ForeignKey(
        PostGroup,
        models.PROTECT,
        verbose_name=_("post group"),
        related_name="scorecards",
        null=True,
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    note = models.CharField(_("what changed, and why"), max_length=500)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(_("adopted"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ["group__position", "-number"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("group_id", Value(GENERAL)),
                "number",
                name="scorecards_of_a_group_numbered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group or _('All other posts')} · {self.number}"

    @cached_property
    def card(self) -> Scorecard:
        return of_json(self.content)
