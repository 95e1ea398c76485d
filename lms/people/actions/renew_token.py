from lms.ledger.rules.envelope import new_token
from lms.people.models import Employee


def renew_token(token: str) -> None:
    """Whoever was erased from the ledger under the token gets a fresh one, which nothing connects
    with the old. A step of `lms.ledger.actions.erasing`, in its transaction."""
    Employee.objects.filter(token=token).update(token=new_token())
