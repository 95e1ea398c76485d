"""The verifier as one file, to be handed out."""

import inspect
import re

from lms.ledger.rules import verifier, verifier_program

# What the second half has of the first, which stands above it then.
OWN_IMPORTS = re.compile(r"^from lms\.[^(]*\([^)]*\)\n+|^from __future__.*\n+", re.MULTILINE)


def verifier_text() -> str:
    program = inspect.getsource(verifier_program).partition('"""\n\n')[2]
    return f"{inspect.getsource(verifier)}\n\n{OWN_IMPORTS.sub('', program)}"
