"""The papers of a case: which step issues which, and the hash that stands for what one says."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

from conduct_records.rules.cases import steps as said

# Values of `enums.NoticeKind`.
ISSUED_BY: Mapping[type[Any], str] = {
    said.NoticeIssued: "allegation",
    said.Decided: "decision",
    said.AppealDecided: "appeal",
    said.Commended: "commendation",
}


def paper_of(content: Any) -> str | None:
    """The kind of notice that the step issues; a decision that finds nothing proven ends the case
    without one."""
    if isinstance(content, said.Decided) and not content.is_proven:
        return None
    return ISSUED_BY.get(type(content))


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON (RFC 8785), in hexadecimal."""
    return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()
