from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conduct_records.errors import PackIsFixed
from conduct_records.rules.cases.packs import Pack
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.models import Unit


class RulePack(AppendOnly):
    """What holds in a region from a day on: time limits, minimum wage, ceiling of deductions
    (`rules.cases.packs`). It holds for its unit and all below it; the nearest unit's newest one
    counts. A changed figure is a new row."""

    fixed = PackIsFixed

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("holds for"), related_name="rule_packs"
    )
    valid_from = models.DateField(_("holds from"))
    content = models.JSONField(_("content"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("regional rules")
        verbose_name_plural = _("regional rules")
        ordering = ["unit__path", "-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit} · {self.valid_from}"

    @cached_property
    def pack(self) -> Pack:
        return Pack.of_json(self.content)
