from django.db import models
from django.utils.translation import gettext_lazy as _


class Log(models.TextChoices):
    """The two trees: what was done, and who looked at what."""

    RECORDS = "records", _("Records")
    LOOKS = "looks", _("Looks")


class Fault(models.TextChoices):
    """What verification may find wrong."""

    MISSING = "missing", _("the entry is missing")
    UNREADABLE = "unreadable", _("what is stored cannot be read from here on")
    NUMBER = "number", _("an entry’s number is no number")
    ENVELOPE = "envelope", _("the envelope is not one that the ledger writes")
    LEAF = "leaf", _("the envelope is not the one that the tree was made of")
    COLUMNS = "columns", _("what the entry is searched by differs from its envelope")
    TIME = "time", _("it is dated before the entry that precedes it")
    NODE_MISSING = "node_missing", _("a node of the tree is missing")
    NODE_ALTERED = "node_altered", _("a node of the tree is not the hash of what is below it")
    NODE_STRAY = "node_stray", _("the tree has nodes beyond the last entry")
    SEALED_MISSING = "sealed_missing", _("the values are missing")
    SEALED_STRAY = "sealed_stray", _("there are values that belong to no entry or field")
    SEALED_ALTERED = "sealed_altered", _("the values do not open: they were altered or exchanged")
    COMMITMENT = "commitment", _("a value is not the one that the envelope commits to")
    KEY_MISSING = (
        "key_missing",
        _("the key of the values is gone, and no entry says that it was destroyed"),
    )
    KEY_BACK = "key_back", _("the key that this entry says was destroyed is there")
    KEY_ALTERED = "key_altered", _("a key does not open with the master key")
    MASTER_KEY = "master_key", _("the values cannot be read")
    HEAD = "head", _("the log’s beginning is missing or was altered")
    STRANGE_LOG = "strange_log", _("there are rows of a log that does not exist")
    CHECKPOINT = "checkpoint", _("a checkpoint is not what was signed, or not by a known key")
    CHECKPOINT_ROOT = (
        "checkpoint_root",
        _("a signed checkpoint states another root: what is recorded was altered since"),
    )
    CHECKPOINT_BEYOND = (
        "checkpoint_beyond",
        _("a signed checkpoint states more entries than there are: the end was deleted"),
    )
    TRIGGERS = "triggers", _("the database does not refuse changes to this table")
    IMPOSSIBLE = "impossible", _("the ledger does not write such an entry")
    ROW_MISSING = "row_missing", _("what it records is not there")
    ROW_ALTERED = "row_altered", _("what it records is not what is stored there now")
    NOT_RECORDED = "not_recorded", _("something that must be recorded has no entry")
    NOT_EMPTIED = "not_emptied", _("its key was destroyed, and what it says is still stored")
