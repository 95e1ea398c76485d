from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from assessments.errors import CodeTaken
from assessments.models import Skill
from assessments.policies.bank import check_can_write_skill
from lms.people.models import Employee


def save_skill(
    *, actor: Employee, skill: Skill | None, code: str, name: str, name_en: str = ""
) -> Skill:
    """A new skill (`skill` is None) or an edit of one; its code never changes. Raises `CodeTaken`,
    `NotAllowed`."""
    check_can_write_skill(actor, skill)
    with transaction.atomic(durable=True):
        kept = Skill(code=code) if skill is None else skill
        kept.name, kept.name_en = name, name_en
        try:
            with transaction.atomic():
                kept.save(update_fields=["name", "name_en"] if kept.pk else None)
        except IntegrityError as error:  # the code is somebody else's
            raise CodeTaken from error
        log(kept, "wagtail.edit" if skill else "wagtail.create", user=actor)
    return kept
