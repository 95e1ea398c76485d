import logging
import signal
import time
from argparse import ArgumentParser
from datetime import datetime
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, transaction
from django.utils import timezone
from django_tasks.utils import get_random_id
from django_tasks_db.management.commands.db_worker import Worker

from lms.jobs import schedule
from lms.jobs.outbox import enqueue

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs what stands in the outbox, and puts the recurring tasks there when they are due."""

    help = "Run background work until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks")
        parser.add_argument("--once", action="store_true", help="empty the outbox, then stop")

    def handle(self, *, interval: float, once: bool, **options: Any) -> None:
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        self.running = True
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        last_runs: dict[str, datetime] = {}
        while self.running:
            close_old_connections()
            try:
                self.enqueue_due(last_runs)
                self.run_outbox()
            except Exception:
                logger.exception("The worker could not reach the outbox; it tries again")
            if once:
                return
            time.sleep(interval)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the task in hand, then stop."""
        self.running = False

    def enqueue_due(self, last_runs: dict[str, datetime]) -> None:
        now = timezone.now()
        for task in schedule.due(last_runs, now):
            with transaction.atomic():
                enqueue(task.task_path)
            last_runs[task.task_path] = now

    def run_outbox(self) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="outbox",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_id(),
        )
        worker.run()
