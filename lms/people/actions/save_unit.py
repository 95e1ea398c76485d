from uuid import uuid4

from django.db import transaction
from wagtail.log_actions import log

from lms.people.errors import (
    CodeTaken,
    NameTaken,
    UnitKindOutOfOrder,
    UnitNeedsParent,
    UnitWithinItself,
)
from lms.people.models import Employee, Unit
from lms.people.policies import check_can_add_unit, check_can_change_unit
from lms.people.rules.units import is_within, may_contain, moved_paths, path_of


def save_unit(
    *,
    actor: Employee,
    kind: str,
    code: str,
    name: str,
    parent: Unit | None,
    name_en: str = "",
    unit: Unit | None = None,
) -> Unit:
    """A new unit, or new details and place for the one given. Units below it move along: their
    paths are written anew in the same transaction.

    Raises `NotAllowed`, `UnitNeedsParent`, `UnitWithinItself`, `UnitKindOutOfOrder`, `CodeTaken`,
    `NameTaken`.
    """
    with transaction.atomic(durable=True):
        # The whole tree, always in one order: two moves at once could otherwise make a ring.
        tree = {each.pk: each for each in Unit.objects.select_for_update().order_by("pk")}
        parent = tree[parent.pk] if parent else None
        if unit is None:
            check_can_add_unit(actor, parent)
            target = Unit(path=f"new-{uuid4()}")
        else:
            target = tree[unit.pk]
            check_can_change_unit(actor, target, parent)
        target.kind, target.code, target.name = kind, code.strip(), name.strip()
        target.name_en = name_en.strip()
        target.parent = parent
        _check_place(target, tree)
        _check_names(target, tree)
        _write(target, tree)
        log(target, "people.change" if unit else "people.add", user=actor)
    return target


def _check_place(target: Unit, tree: dict[int, Unit]) -> None:
    parent = target.parent
    if parent is None:
        if target.kind != "company":
            raise UnitNeedsParent
    else:
        if target.pk and is_within(parent.path, target.path):
            raise UnitWithinItself
        if not may_contain(parent.kind, target.kind):
            raise UnitKindOutOfOrder
    below = (each for each in tree.values() if target.pk and each.parent_id == target.pk)
    if any(not may_contain(target.kind, each.kind) for each in below):
        raise UnitKindOutOfOrder


def _check_names(target: Unit, tree: dict[int, Unit]) -> None:
    others = [each for each in tree.values() if each.pk != target.pk]
    if any(each.code == target.code for each in others):
        raise CodeTaken
    if any(each.parent_id == target.parent_id and each.name == target.name for each in others):
        raise NameTaken


def _write(target: Unit, tree: dict[int, Unit]) -> None:
    parent_path = target.parent.path if target.parent else ""
    if target.pk is None:
        target.save(force_insert=True)
        target.path = path_of(target.pk, parent_path)
        target.save(update_fields=["path"])
        return
    paths = {pk: each.path for pk, each in tree.items()}
    for pk, path in moved_paths(paths, target.pk, path_of(target.pk, parent_path)).items():
        tree[pk].path = path
        if pk != target.pk:
            tree[pk].save(update_fields=["path"])
    target.save(update_fields=["kind", "code", "name", "name_en", "parent", "path"])
