"""What a device sends with an answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.http import QueryDict

from assessments.errors import MalformedAnswer
from assessments.rules.kinds.base import FormData
from assessments.rules.receipts import Sent

# Fields of the form that are no part of an answer.
ABOUT = frozenset(
    {"csrfmiddlewaretoken", "go", "client", "epoch", "revision", "given_at", "seen_at"}
)
MOST = 2**31 - 1
LAST_YEAR = 9000


def answer_in(posted: QueryDict, position: int | None = None) -> FormData:
    """The fields of the answer; on a page with all questions those of the one at `position`, whose
    names begin with its prefix."""
    data = {name: [str(value) for value in values] for name, values in posted.lists()}
    if position is None:
        return {name: values for name, values in data.items() if name not in ABOUT}
    start = prefix(position)
    mine = {name.removeprefix(start): data[name] for name in data if name.startswith(start)}
    return {name: values for name, values in mine.items() if name not in ABOUT}


def prefix(position: int) -> str:
    """Before the names of a question's fields where a page has several questions."""
    return f"q{position}-"


def is_untouched(data: FormData) -> bool:
    """Whether a form was sent with nothing chosen or written."""
    return not any(value.strip() for values in data.values() for value in values)


def sent_in(posted: Mapping[str, str]) -> Sent:
    """What the device says beside the answer. Raises `MalformedAnswer`."""
    try:
        return Sent(
            client_id=UUID(posted["client"]) if posted.get("client") else None,
            epoch=_number(posted.get("epoch")),
            revision=_number(posted.get("revision")) or None,
            given_at=_moment(posted.get("given_at")),
            seen_at=_moment(posted.get("seen_at")),
        )
    except (ValueError, OverflowError, OSError) as error:
        raise MalformedAnswer from error


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not 0 <= (number := int(text)) <= MOST:
        raise ValueError
    return number


def _moment(text: str | None) -> datetime | None:
    """Milliseconds since 1970, as JavaScript counts. A clock that is out by thousands of years says
    nothing that a page could show, and is no reason to refuse the answer."""
    moment = datetime.fromtimestamp(int(text) / 1000, UTC) if text else None
    return moment if moment and 1970 <= moment.year < LAST_YEAR else None
