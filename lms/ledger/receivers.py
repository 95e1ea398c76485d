from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from lms.ledger.actions.install_triggers import install_triggers
from lms.ledger.actions.make_keys import make_keys
from lms.ledger.actions.record_what_stood_before import record_what_stood_before
from lms.ledger.enums import Log
from lms.ledger.models import Head


def begin(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After migrations the two logs have their beginning, and this installation its keys."""
    for log in Log:
        Head.objects.using(using).get_or_create(
            log=log, defaults={"origin": f"{settings.LEDGER_ORIGIN}/{log}"}
        )
    make_keys()


def guard(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After migrations, and what other packages set up after them, evidence can only be added."""
    install_triggers(using)


def catch_up(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After the migrations that brought the ledger to a site which had evidence already, and only
    once every table stands as the packages read it."""
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        record_what_stood_before()
