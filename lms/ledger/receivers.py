from typing import Any

from django.apps import AppConfig
from django.conf import settings

from lms.ledger.actions.make_keys import make_keys
from lms.ledger.enums import Log
from lms.ledger.models import Head


def begin(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After migrations the two logs have their beginning, and this installation its keys."""
    for log in Log:
        Head.objects.using(using).get_or_create(
            log=log, defaults={"origin": f"{settings.LEDGER_ORIGIN}/{log}"}
        )
    make_keys()
