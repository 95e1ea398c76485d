from collections.abc import Iterable

from django.contrib.auth.models import Group
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from courses.models import CourseIndexPage, ReviewTask
from lms.people.models.role_grant import group_name

# Shown in the back office beside what authors submit, so in the site's own language.
WORKFLOW, TASK = "课件审核", "审核员审阅"
REVIEWERS = ("reviewer", "administrator")


def set_up_review(shelves: Iterable[CourseIndexPage]) -> None:
    """Make sure that courseware on these shelves goes through a review. Runs after every
    migration."""
    task = ReviewTask.objects.first() or ReviewTask.objects.create(name=TASK)
    groups = [Group.objects.get_or_create(name=group_name(role))[0] for role in REVIEWERS]
    task.groups.add(*groups)
    linked = WorkflowTask.objects.filter(task=task).first()
    workflow = linked.workflow if linked else Workflow.objects.create(name=WORKFLOW)
    if linked is None:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for shelf in shelves:
        WorkflowPage.objects.update_or_create(page=shelf, defaults={"workflow": workflow})
    _remove_welcome_workflow()


def _remove_welcome_workflow() -> None:
    """The one that Wagtail's own migrations put on the root, with a task for a group that has
    nobody."""
    root = Page.get_first_root_node()
    for welcome in WorkflowPage.objects.filter(page=root):
        tasks = list(welcome.workflow.tasks)
        welcome.workflow.delete()
        for task in tasks:
            if not task.workflow_tasks.exists():
                task.delete()
