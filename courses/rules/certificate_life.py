"""What a certificate is worth on a given day."""

from datetime import date, timedelta
from enum import StrEnum

# A certificate that ends within so many days counts as expiring.
NOTICE = timedelta(days=60)


class Life(StrEnum):
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


# A paper in one of these states is good to show.
GOOD = (Life.VALID, Life.EXPIRING)


def life_on(
    day: date, *, valid_until: date | None, is_revoked: bool = False, is_replaced: bool = False
) -> Life:
    """Replaced and revoked outweigh dates; the last day of validity is still valid."""
    if is_replaced:
        return Life.REPLACED
    if is_revoked:
        return Life.REVOKED
    if valid_until is None:
        return Life.VALID
    if valid_until < day:
        return Life.EXPIRED
    return Life.EXPIRING if valid_until - day <= NOTICE else Life.VALID
