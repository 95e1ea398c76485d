from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.ledger.enums import Log
from lms.ledger.models.append_only import AppendOnly

LONGEST_TOKEN = 40


class Head(AppendOnly):
    """The beginning of a log: its lasting name in checkpoints. Who appends holds its row lock; how
    far the log has come is read from its entries."""

    log = models.CharField(max_length=10, choices=Log.choices, primary_key=True)
    origin = models.CharField(max_length=200, unique=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.origin


class Entry(AppendOnly):
    """The public envelope of one entry, in canonical JSON; the other columns repeat parts of it, to
    be searched by."""

    pk = models.CompositePrimaryKey("log", "seq")
    log = models.CharField(max_length=10, choices=Log.choices)
    seq = models.PositiveBigIntegerField(_("number"))
    envelope = models.TextField()
    type = models.CharField(_("kind"), max_length=60)
    recorded_at = models.DateTimeField(_("recorded"))
    subject = models.CharField(max_length=LONGEST_TOKEN, null=True)
    actor = models.CharField(max_length=LONGEST_TOKEN)
    case = models.CharField(max_length=LONGEST_TOKEN, null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["log", "-seq"]
        indexes = [
            models.Index(fields=["log", "type", "-seq"]),
            models.Index(fields=["log", "recorded_at"]),
            models.Index(fields=["subject", "log", "-seq"]),
            models.Index(fields=["case"]),
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.seq}"


class Node(AppendOnly):
    """The hash over a perfect subtree of 2^level leaves; level 0 holds the leaves' own."""

    pk = models.CompositePrimaryKey("log", "level", "index")
    log = models.CharField(max_length=10, choices=Log.choices)
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.log} {self.level}.{self.index}"


class Checkpoint(AppendOnly):
    """What the log stood at, as a signed note (C2SP tlog-checkpoint)."""

    pk = models.CompositePrimaryKey("log", "size")
    log = models.CharField(max_length=10, choices=Log.choices)
    size = models.PositiveBigIntegerField()
    note = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["log", "-size"]

    def __str__(self) -> str:
        return f"{self.log} {self.size}"
