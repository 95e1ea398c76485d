from django_tasks import task

from lms.files import sweeping


@task()
def sweep_private() -> None:
    """Files that no row names."""
    sweeping.sweep_private()
