"""How often one caller may do something without a sign-in, and how callers are told apart without
keeping who they are.

For an hour a caller is known by an HMAC-SHA-256 of their address under a salt that was drawn for
that hour. It is counted in memory alone, and with the salt the way back from what is counted to an
address is gone. What is forgotten at a restart is forgotten on purpose.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from lms.people.rules.throttle import network_of

HOUR = timedelta(hours=1)


class Deed(StrEnum):
    REPORT = "report"
    CODE = "code"
    MESSAGE = "message"


# In an hour. A whole site may stand behind one address. Codes have 80 random bits: trying thirty an
# hour, or a million, finds none; the limit only keeps the machine free.
MOST = {Deed.REPORT: 10, Deed.CODE: 30, Deed.MESSAGE: 30}


@dataclass(frozen=True)
class Hour:
    """`counts` by caller and what they did."""

    began_at: datetime
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    counts: dict[tuple[bytes, Deed], int] = field(default_factory=dict, repr=False)

    @property
    def ends_at(self) -> datetime:
        return self.began_at + HOUR

    def holds(self, now: datetime) -> bool:
        """Also false where the clock was set back: nothing outlives its hour by that."""
        return self.began_at <= now < self.ends_at

    def caller(self, address: str) -> bytes:
        return hmac.digest(self.salt, network_of(address).encode(), "sha256")

    def take(self, caller: bytes, deed: Deed) -> bool:
        """Count it; false where there were as many as there may be."""
        done = self.counts.get((caller, deed), 0)
        if done >= MOST[deed]:
            return False
        self.counts[caller, deed] = done + 1
        return True

    def give_back(self, caller: bytes, deed: Deed) -> None:
        """What was taken last counts no more."""
        done = self.counts.get((caller, deed), 0)
        if done > 0:
            self.counts[caller, deed] = done - 1
