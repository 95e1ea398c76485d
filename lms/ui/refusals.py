"""Forms whose action may refuse what they ask for."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm

from lms.ui.errors import Refusal


def carried_out(form: BaseForm, act: Callable[[], object]) -> bool:
    """Does it; False where it is refused, and the form says why. Raises `PermissionDenied`: nothing
    that could be filled in otherwise would help."""
    try:
        act()
    except PermissionDenied:
        raise
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def refuse(form: BaseForm, refusal: Refusal) -> None:
    """Says it beside the field at fault, where the form has it."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
