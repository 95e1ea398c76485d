from django.db import transaction
from django.utils import timezone

from lms.jobs.models import KEPT
from lms.people.models import Employee
from lms.people.policies import check_is_system
from reviews.models import FigureImport


def forget_figures(*, actor: Employee) -> int:
    """Files of figures are kept a while only, as they name people: then the file goes, and a check
    that nobody confirmed goes altogether. How many went.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    past = timezone.now() - KEPT
    old = list(FigureImport.objects.filter(sent_at__lt=past).exclude(file="").values_list("pk"))
    for (pk,) in old:
        with transaction.atomic(durable=True):
            work = FigureImport.objects.select_for_update().get(pk=pk)
            name, storage = str(work.file.name), work.file.storage
            if work.confirmed_at is None:
                work.delete()
            else:
                work.file = ""
                work.save(update_fields=["file"])
        storage.delete(name)
    return len(old)
