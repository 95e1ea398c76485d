"""How Wagtail's views ask for permission here: the model's right first, then the actor's units."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from lms.people.models import Employee

Reached = Callable[[Employee, str], QuerySet[Any]]


class UnitScopedPolicy(ModelPermissionPolicy):
    """Instances limited to the units on which the actor holds the permission. `reached` answers
    which instances those are; `allows` may narrow single actions further."""

    def __init__(
        self,
        model: type[Model],
        reached: Reached,
        allows: Callable[[Employee, str, Any], bool] | None = None,
    ) -> None:
        super().__init__(model)
        self.reached = reached
        self.allows = allows

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not user.has_perm(self._get_permission_name(action), instance):
            return False
        return self.allows is None or self.allows(user, action, instance)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """The instances for the first of the actions, as all of ours come with "view"."""
        return self.reached(user, self._get_permission_name(next(iter(actions))))


class NobodyPolicy(ModelPermissionPolicy):
    """For pages of Wagtail's that this product closes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return False
