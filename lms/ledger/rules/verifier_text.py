"""The verifier as one file, to be handed out."""

import inspect
import re

from lms.ledger.rules import verifier, verifier_archive, verifier_papers, verifier_program

PARTS = verifier_papers, verifier_archive, verifier_program
# What a part has of those that stand above it then.
OWN_IMPORTS = re.compile(
    r"^from lms\.\S+ import (?:\([^)]*\)|[^(\n]*)\n+|^from __future__.*\n+", re.MULTILINE
)


def verifier_text() -> str:
    bodies = [inspect.getsource(part).partition('"""\n\n')[2] for part in PARTS]
    return "\n\n".join(
        (inspect.getsource(verifier), *(OWN_IMPORTS.sub("", each) for each in bodies))
    )
