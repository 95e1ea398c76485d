"""Tables of evidence: rows are added and never changed."""

from typing import Any, ClassVar, NoReturn

from django.db import models

from lms.ledger.errors import Fixed
from lms.ui.errors import Refusal


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise self.model.fixed

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise self.model.fixed

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's, without `update_conflicts`."""
        if kwargs.get("update_conflicts"):
            raise self.model.fixed
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        if not self.model.can_be_destroyed:
            raise self.model.fixed
        return super().delete()

    def redact(self, **values: Any) -> int:
        """Empty what the rows say of somebody who is being erased; how many these were. The
        database refuses it anywhere but inside `lms.ledger.actions.erasing.erasing`."""
        return super().update(**values)

    def remove(self) -> int:
        """Delete rows that say nothing but what is being erased; where `redact` is allowed."""
        return super().delete()[0]


class AppendOnly(models.Model):
    """Written once, never changed. The database refuses it too, by triggers on the tables of all
    subclasses (`lms.ledger.rules.triggers`); this class refuses it earlier and in readable words.

    `fixed` is the refusal; `can_be_destroyed` is for keys alone; `can_be_redacted` is for what
    speaks of people, who may be erased.
    """

    fixed: ClassVar[type[Refusal]] = Fixed
    can_be_destroyed: ClassVar[bool] = False
    can_be_redacted: ClassVar[bool] = False

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise self.fixed
        # With a key that was given, Django would try an UPDATE first.
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if not self.can_be_destroyed:
            raise self.fixed
        return super().delete(*args, **kwargs)
