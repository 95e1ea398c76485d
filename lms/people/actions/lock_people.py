from collections.abc import Collection

from django.db.models import Q

from lms.people.errors import PersonErased
from lms.people.models import Employee


def locked_people(*, pks: Collection[int] = (), tokens: Collection[str] = ()) -> list[Employee]:
    """These people as nobody erases them until the transaction ends: for whoever records something
    new that names them. In one order, so that no two wait for each other. A step of such actions.

    Raises `PersonErased` where one of them is erased, and so has the token no more.
    """
    rows = Employee.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    found = list(rows.filter(Q(pk__in=pks) | Q(token__in=tokens)))
    known = {each.token for each in found}
    if not known.issuperset(tokens) or any(each.erased_at is not None for each in found):
        raise PersonErased
    return found
