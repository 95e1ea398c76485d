"""WSGI entry point: `granian --interface wsgi lms.wsgi:application`."""

import os
import sys

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application


def _fit_to_serve() -> WSGIHandler:
    """Ends the process, with the reasons, where the ledger's guards or keys are not in place."""
    found = get_wsgi_application()
    from django.db import connections
    from django.utils import translation

    from lms.ledger.checks import obstacles

    with translation.override("en"):
        if reasons := obstacles():
            sys.exit("The site does not start.\n" + "\n".join(reasons))
    connections.close_all()  # the server's threads have their own
    return found


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
application = _fit_to_serve()
