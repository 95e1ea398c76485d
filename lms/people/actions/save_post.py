from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from lms.people.errors import CodeTaken, NameTaken
from lms.people.models import Employee, Post, PostGroup
from lms.people.policies import check_may


def save_post(
    *,
    actor: Employee,
    group: PostGroup,
    code: str,
    name: str,
    standing: str,
    name_en: str = "",
    position: int = 0,
    post: Post | None = None,
) -> Post:
    """A new post, or new details for the one given. Posts belong to the whole company. Raises
    `NotAllowed`, `CodeTaken`, `NameTaken`."""
    check_may(actor, "people.change_post" if post else "people.add_post")
    with transaction.atomic(durable=True):
        target = Post.objects.select_for_update().get(pk=post.pk) if post else Post()
        target.group, target.code, target.name = group, code, name
        target.standing, target.name_en, target.position = standing, name_en, position
        _write(target)
        log(target, "people.change" if post else "people.add", user=actor)
    return target


def _write(target: Post) -> None:
    _check_names(target)
    try:
        with transaction.atomic():
            if target.pk:
                target.save(
                    update_fields=["group", "code", "name", "standing", "name_en", "position"]
                )
            else:
                target.save(force_insert=True)
    except IntegrityError:
        _check_names(target)  # somebody else was quicker with the code or the name
        raise


def _check_names(target: Post) -> None:
    others = Post.objects.exclude(pk=target.pk)
    if others.filter(code=target.code).exists():
        raise CodeTaken
    if others.filter(group=target.group, name=target.name).exists():
        raise NameTaken
