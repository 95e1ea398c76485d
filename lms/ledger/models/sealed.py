from django.db import models

from lms.ledger.enums import Log
from lms.ledger.models.append_only import AppendOnly
from lms.ledger.models.log import LONGEST_TOKEN


class SubjectKey(AppendOnly):
    """The key of a token, wrapped by the master key. Destroying the row erases what it protects:
    the one thing here that can be deleted."""

    token = models.CharField(max_length=LONGEST_TOKEN, primary_key=True)
    wrapped = models.BinaryField()

    can_be_destroyed = True
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.token


class SealedFields(AppendOnly):
    """Those values of an entry that one key protects, with the random keys of their commitments,
    encrypted (`rules.sealing.seal_fields`)."""

    pk = models.CompositePrimaryKey("log", "seq", "key")
    log = models.CharField(max_length=10, choices=Log.choices)
    seq = models.PositiveBigIntegerField()
    key = models.CharField(max_length=LONGEST_TOKEN)
    sealed = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["key"])]

    def __str__(self) -> str:
        return f"{self.log} {self.seq}"


class ErasurePermit(models.Model):
    """While a row stands here, evidence that may be redacted can be: written and taken back within
    the one transaction that erases, so that nobody else ever sees one (`actions.erasing`)."""

    opened_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d %H:%M}"


class PendingLook(models.Model):
    """A look at a record, written down in the request; the worker moves it to the log of looks."""

    at = models.DateTimeField()
    subject = models.CharField(max_length=LONGEST_TOKEN)
    actor = models.CharField(max_length=LONGEST_TOKEN)
    what = models.CharField(max_length=60)
    purpose = models.CharField(max_length=255)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
