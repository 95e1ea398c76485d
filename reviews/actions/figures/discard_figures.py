from django.db import transaction

from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.errors import FiguresConfirmed, FiguresGone
from reviews.models import FigureImport
from reviews.policies import check_can_import_figures


def discard_figures(*, actor: Employee, work: FigureImport) -> None:
    """Forget a check that was not confirmed, with its file.

    Raises `NotAllowed` for anybody but who sent it; `FiguresConfirmed`, `FiguresGone`.
    """
    check_can_import_figures(actor)
    with transaction.atomic(durable=True):
        locked = FigureImport.objects.select_for_update().filter(pk=work.pk).first()
        if locked is None:
            raise FiguresGone
        if locked.sent_by_id != actor.pk:
            raise NotAllowed
        if locked.confirmed_at is not None:
            raise FiguresConfirmed
        name = locked.file.name
        locked.delete()
    if name:
        locked.file.storage.delete(name)
