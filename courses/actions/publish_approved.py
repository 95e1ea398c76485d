"""Named in the settings and loaded while Wagtail's models load: imports none of them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import Revision, WorkflowState

    from lms.people.models import Employee


def publish_approved(workflow_state: "WorkflowState", user: "Employee | None" = None) -> None:
    """Publish what a reviewer has approved, at once or at the time its author set: the version that
    was submitted. What somebody changed on the page since stays a draft, to be reviewed itself.

    The approval itself is what entitles: `ReviewTask` has seen to it that nobody approves their
    own work, and reviewers publish in no other way.
    """
    page = workflow_state.content_object
    submitted, latest = workflow_state.current_task_state.revision, page.get_latest_revision()
    # Approving in the editor saves the page once more; the same text is no draft.
    revision = latest if _text(latest) == _text(submitted) else submitted
    revision.publish(user=user, skip_permission_checks=True)


def _text(revision: "Revision") -> dict[str, Any]:
    """What an author writes of a page, without what Wagtail keeps beside it."""
    page = revision.as_object()
    fields = page.get_edit_handler().get_form_class().base_fields
    return {name: revision.content.get(name) for name in fields}
