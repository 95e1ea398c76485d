"""The one step between writing courseware and publishing it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Form
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from courses.rules.review import is_own_work
from lms.people.models import Employee


class ReviewTaskState(TaskState):
    """One round of reviewing: what was submitted, and by whom."""

    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("submitted by"),
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def is_own_work_of(self, user: Employee) -> bool:
        first = self.workflow_state.requested_by_id
        return is_own_work(
            user.pk, submitted_by=(first, self.submitted_by_id), written_by=self._writers()
        )

    def _writers(self) -> list[int | None]:
        """Who saved the page since it was last published, up to what was submitted: submitting
        saves it once more in the name of whoever submits."""
        page = self.revision.content_object
        drafts = page.revisions.filter(pk__lte=self.revision_id)
        if page.last_published_at:
            drafts = drafts.filter(created_at__gt=page.last_published_at)
        return [*drafts.values_list("user_id", flat=True), self.revision.user_id]


class ReviewTask(AbstractGroupApprovalTask):
    """Somebody else than the author approves and publishes, or sends back with a comment."""

    task_state_class = ReviewTaskState
    # Attached in `apps.ready`: forms stand above models.
    send_back_form: type[Form] = Form

    class Meta:
        verbose_name = _("courseware review")
        verbose_name_plural = _("courseware reviews")

    @classmethod
    def get_description(cls) -> str:
        return _t("Reviewers approve what others have submitted; nobody approves their own work.")

    def start(self, workflow_state: WorkflowState, user: Employee | None = None) -> ReviewTaskState:
        state: ReviewTaskState = super().start(workflow_state, user=user)
        state.submitted_by = user
        state.save(update_fields=["submitted_by"])
        return state

    def get_actions(self, obj: Page, user: Employee) -> list[tuple[str, str, bool]]:
        """Nothing for who would judge themselves. Sending back always asks for a comment."""
        found: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        state = obj.current_workflow_task_state
        return [] if state is None or state.specific.is_own_work_of(user) else found

    def get_form_for_action(self, action: str) -> type[Form]:
        if action == "reject":
            return self.send_back_form
        form: type[Form] = super().get_form_for_action(action)
        return form

    def on_action(
        self, task_state: TaskState, user: Employee, action_name: str, **kwargs: Any
    ) -> Any:
        """Raises `PermissionDenied` for who would judge themselves."""
        if task_state.specific.is_own_work_of(user):
            raise PermissionDenied(_t("Somebody else reviews what you submitted or wrote."))
        return super().on_action(task_state, user, action_name, **kwargs)
