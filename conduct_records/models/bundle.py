from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conduct_records.errors import BundleIsFixed
from conduct_records.models.case import Case
from lms.jobs.models import LongWork
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token


class BundleWork(LongWork):
    """The making of a case's bundle, for whoever takes it out; the file is kept a week."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="bundle_works")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(_("what for"), max_length=200)

    class Meta(LongWork.Meta):
        verbose_name = _("making of a case’s bundle")
        verbose_name_plural = _("making of cases’ bundles")

    def __str__(self) -> str:
        return f"{self.case_id} · {self.purpose}"

    @property
    def has_file(self) -> bool:
        return self.state == self.State.DONE and bool(self.result)


class CaseBundle(AppendOnly):
    """A case was taken out as a bundle: `content_hash` is the SHA-256 of the list of its files,
    which states that of each; its entry in the ledger says the same, and travels within the
    bundle."""

    fixed = BundleIsFixed
    can_be_redacted = True

    work = models.OneToOneField(BundleWork, models.PROTECT, related_name="bundle")
    case = models.ForeignKey(Case, models.PROTECT, related_name="bundles")
    purpose = models.CharField(_("what for"), max_length=200)
    content_hash = models.CharField(_("SHA-256"), max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("bundle of a case")
        verbose_name_plural = _("bundles of cases")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.made_at:%Y-%m-%d %H:%M}"
