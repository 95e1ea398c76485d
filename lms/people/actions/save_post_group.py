from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from lms.people.errors import CodeTaken, NameTaken
from lms.people.models import Employee, PostGroup
from lms.people.policies import check_may


def save_post_group(
    *,
    actor: Employee,
    code: str,
    name: str,
    name_en: str = "",
    position: int = 0,
    group: PostGroup | None = None,
) -> PostGroup:
    """A new post group, or new details for the one given. Raises `NotAllowed`, `CodeTaken`,
    `NameTaken`."""
    check_may(actor, "people.change_postgroup" if group else "people.add_postgroup")
    with transaction.atomic(durable=True):
        target = PostGroup.objects.select_for_update().get(pk=group.pk) if group else PostGroup()
        target.code, target.name = code, name
        target.name_en, target.position = name_en, position
        _write(target)
        log(target, "people.change" if group else "people.add", user=actor)
    return target


def _write(target: PostGroup) -> None:
    _check_names(target)
    try:
        with transaction.atomic():
            if target.pk:
                target.save(update_fields=["code", "name", "name_en", "position"])
            else:
                target.save(force_insert=True)
    except IntegrityError:
        _check_names(target)  # somebody else was quicker with the code or the name
        raise


def _check_names(target: PostGroup) -> None:
    others = PostGroup.objects.exclude(pk=target.pk)
    if others.filter(code=target.code).exists():
        raise CodeTaken
    if others.filter(name=target.name).exists():
        raise NameTaken
