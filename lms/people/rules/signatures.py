"""What stands for a signature: strokes drawn with a finger, or the name typed out in full."""

import re

# Straight strokes in whole units of a field 600 wide and 200 high.
STROKES = re.compile(r"(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+")
LONGEST = 20_000
FEWEST_POINTS = 6


def is_drawn(text: str) -> bool:
    """Whether the text is SVG path data of strokes, long enough to be somebody's writing."""
    return (
        len(text) <= LONGEST
        and text.count("L") >= FEWEST_POINTS
        and STROKES.fullmatch(text) is not None
    )


def is_signature(text: str, *, name: str) -> bool:
    """Whether the text can stand for the signature of the person of this name."""
    return is_drawn(text) or "".join(text.split()) == "".join(name.split()) != ""
