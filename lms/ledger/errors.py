from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.ui.errors import Refusal


class LedgerError(Refusal):
    """Something the ledger refuses."""


class Fixed(LedgerError):
    message = _("What is recorded is never changed.")


class MasterKeyMissing(LedgerError):
    message = _(
        "The ledger's master key is missing. Put it back from your backup of the keys; without it "
        "nothing recorded can be read."
    )


class MasterKeyWrong(LedgerError):
    message = _(
        "The ledger's master key is not the one its records were written with. Put the right one "
        "back from your backup of the keys."
    )


class SigningKeyMissing(LedgerError):
    message = _("The key that signs checkpoints is not on this machine.")


class SigningKeyWrong(LedgerError):
    message = _(
        "The key that signs checkpoints does not belong to the last of the public keys: add its "
        "public part to them."
    )


class VerifierKeysWrong(LedgerError):
    message = _("The ledger's public keys cannot be read: one of the form NAME+ID+BASE64 a line.")


class TreeAltered(LedgerError):
    message = _(
        "The ledger no longer continues what was signed before. Nothing is signed until this is "
        "cleared up: run `manage.py ledger verify`."
    )


class KeyDestroyed(LedgerError):
    message = _("This person was erased from the ledger; nothing more is recorded under the name.")


class UnknownEntryType(LedgerError):
    message = _("The ledger does not know this kind of entry or one of its fields.")


class EntryNotFound(LedgerError):
    message = _("The ledger has no entry of this number.")


class NotCovered(LedgerError):
    message = _("No checkpoint covers this entry yet; the next one follows within minutes.")


class KeptClosed(LedgerError):
    message = _("It would tell who reported or witnessed something. Its proof stands on its page.")


class NotYours(LedgerError):
    message = _("What this entry is about is closed to you. Its proof stands on its page.")


class ReasonMissing(LedgerError):
    message = _("Give the reason.")


class PersonUnknown(LedgerError):
    message = _("Nobody has this staff number.")


class AlreadyErased(LedgerError):
    message = _("This person's key is destroyed already, or there never was one.")


class OnLegalHold(LedgerError):
    message: str | Promise = _("A legal hold keeps these records: %(reason)s")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.message = self.message % {"reason": reason}


class NoHold(LedgerError):
    message = _("No legal hold is in force.")


class RoleUnfit(LedgerError):
    """An account of the database that cannot be the site's."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.message = why


class MayNotErase(LedgerError):
    message = _(
        "The site’s database account may not erase evidence. Whoever keeps the database runs "
        "`manage.py people erase` with the owner’s account."
    )
