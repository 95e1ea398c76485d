from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

# How long the outbox shows what was done; several tasks a minute would fill it for ever.
KEPT = timedelta(days=14)


@task()
def forget_finished_work() -> None:
    past = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(backend_name="outbox", finished_at__lte=past).delete()
