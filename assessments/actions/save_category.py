from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from assessments.errors import CategoryInItself, CodeTaken
from assessments.models import Category
from assessments.policies.bank import check_can_write_category
from assessments.queries import parents
from assessments.rules.tree import is_within
from lms.people.models import Employee


def save_category(
    *,
    actor: Employee,
    category: Category | None,
    code: str,
    name: str,
    name_en: str = "",
    parent: Category | None = None,
    position: int = 0,
) -> Category:
    """A new category (`category` is None) or an edit of one; its code never changes. Raises
    `CategoryInItself`, `CodeTaken`, `NotAllowed`."""
    check_can_write_category(actor, category)
    with transaction.atomic(durable=True):
        # Two who move branches at once could close a loop that neither sees: one after the other.
        list(Category.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        kept = Category(code=code) if category is None else Category.objects.get(pk=category.pk)
        if parent is not None and kept.pk and is_within(parent.pk, kept.pk, parents()):
            raise CategoryInItself
        kept.name, kept.name_en, kept.parent, kept.position = name, name_en, parent, position
        _save(kept)
        log(kept, "wagtail.edit" if category else "wagtail.create", user=actor)
    return kept


def _save(category: Category) -> None:
    if category.pk:
        category.save(update_fields=["name", "name_en", "parent", "position"])
        return
    try:
        with transaction.atomic():
            category.save(force_insert=True)
    except IntegrityError as error:  # the code is somebody else's
        raise CodeTaken from error
