"""Characters on a notice: those that no font has, and Traditional ones."""

import re

from lms.pdf.glyphs import missing_characters
from lms.ui.han import in_traditional

# Around a name, until the paper is written out. Neither is a character, so no text has them.
AS_WRITTEN = ("\ufdd0", "\ufdd1")
_NAMES = re.compile(f"({AS_WRITTEN[0]}[^{AS_WRITTEN[1]}]*{AS_WRITTEN[1]})")


def in_script(html: str, *, is_traditional: bool) -> str:
    """The paper as it is printed: in Traditional characters if asked, all but the names; what no
    font can print is named by its code point, so that a paper with it can still be served."""
    pieces = _NAMES.split(html)
    if is_traditional:
        pieces = [in_traditional(piece) if n % 2 == 0 else piece for n, piece in enumerate(pieces)]
    text = "".join(pieces).translate(dict.fromkeys(map(ord, AS_WRITTEN)))
    named = {ord(each): f"〔U+{ord(each):04X}〕" for each in missing_characters(text)}
    return text.translate(named)
