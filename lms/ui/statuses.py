"""What a page answers with after a form."""

from django.forms import BaseForm

REFUSED = 422


def status_of(form: BaseForm | None) -> int:
    """Refused where something is wrong with what was sent."""
    return REFUSED if form is not None and form.is_bound and form.errors else 200
