"""What is signed, in the reader's language."""

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conduct_records.models import CodebookVersion
from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Place
from conduct_records.rules.wording import listing
from lms.ui.han import in_readers_script


def statement_of(version: CodebookVersion, place: Place) -> str:
    """The words that somebody who stands there confirms; the version's hash stands in them."""
    assert version.effective_on is not None
    declaration = _(
        "I have read version %(number)d of the codebook of conduct, in force from %(day)s (SHA-256 "
        "%(hash)s). The following rules bind me, and I understand them."
    ) % {
        "number": version.number,
        "day": formats.date_format(version.effective_on, "DATE_FORMAT"),
        "hash": version.content_hash,
    }
    lines = {line: str(name) for line, name in LINES.items()}
    rules = listing(version.codebook, place, get_language() or "", lines)
    return f"{declaration}\n{in_readers_script(rules)}"
