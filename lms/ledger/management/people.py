"""The people that a command names by staff number."""

from lms.ledger.errors import PersonUnknown
from lms.ledger.registries import directory


def token_of(staff_number: str) -> str:
    """Raises `PersonUnknown`."""
    token = directory().token_of(staff_number)
    if token is None:
        raise PersonUnknown
    return token


def actor_token(staff_number: str | None) -> str:
    """Of who decided; the system's where nobody is named. Raises `PersonUnknown`."""
    return token_of(staff_number) if staff_number else directory().system_token()
