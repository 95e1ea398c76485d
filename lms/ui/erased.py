"""What stands in place of a text that was erased, where something must stand."""

from django.utils.translation import gettext as _

# One character, so that it fits wherever a text does; no word of any language.
ERASED = "\u2588"


def in_words(text: str) -> str:
    """The text, with what was erased said in the reader's language."""
    return text.replace(ERASED, _("erased")) if ERASED in text else text
