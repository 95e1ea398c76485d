from lms.people.models import Employee
from lms.people.policies import check_is_system
from reviews.actions.open_reviews import open_missing
from reviews.enums import CycleKinds
from reviews.models import ReviewCycle


def open_probations(*, actor: Employee) -> int:
    """Open the reviews of probations whose time has come, in all such cycles that have not ended;
    how many there were.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    cycles = ReviewCycle.objects.filter(kind=CycleKinds.PROBATION, ended_at__isnull=True)
    return sum(open_missing(cycle) for cycle in cycles.select_related("unit"))
