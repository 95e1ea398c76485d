from django.db import transaction
from django.utils import timezone

from lms.jobs.models import KEPT
from lms.people.models import Employee, RosterImport, RosterRow
from lms.people.policies import check_may


def forget_rosters(*, actor: Employee) -> int:
    """Rosters are kept a while only, as they hold what each person's own history holds: then the
    file and its rows go. Of one that was confirmed it stays known who asked for it, and when.
    Answers how many went."""
    check_may(actor, "people.add_employee")
    past = timezone.now() - KEPT
    old = RosterImport.objects.filter(moved_at__lt=past).exclude(file="")
    for roster in old:
        with transaction.atomic(durable=True):
            RosterRow.objects.filter(roster=roster).delete()
            name = roster.file.name
            if roster.confirmed_at is None:
                roster.delete()
            else:
                roster.file = ""
                roster.save(update_fields=["file"])
        roster.file.storage.delete(str(name))
    return len(old)
