"""What HR sees of the talk with somebody who reported without their name."""

from collections.abc import Callable
from typing import Any

from conduct_records.forms.cases.speak_up import MessageForm
from conduct_records.models import Incident
from conduct_records.policies.channel import can_ask_reporter
from conduct_records.queries.cases.channel import followed_of, has_code, messages_about
from lms.people.models import Employee


def channel_of(
    actor: Employee,
    found: Incident,
    asking: MessageForm | None,
    *,
    over: Callable[[str], str],
) -> dict[str, Any]:
    """For the page of an incident; empty where there is nobody to ask, or it is not the reader's to
    ask. `over` veils the names that are closed to them."""
    if not has_code(found) or not can_ask_reporter(actor, found):
        return {}
    conversation = [(message, over(message.text)) for message in messages_about(found)]
    is_open = followed_of(found).is_open
    last = conversation[-1][0] if conversation else None
    return {
        "has_channel": True,
        "conversation": conversation,
        "answer_waits": is_open and last is not None and last.is_from_reporter,
        "asking": (asking or MessageForm()) if is_open else None,
    }
