from datetime import timedelta

from django.apps import AppConfig

from lms.jobs.schedule import run_every


class JobsConfig(AppConfig):
    name = "lms.jobs"
    label = "jobs"

    def ready(self) -> None:
        run_every("lms.jobs.tasks.forget_finished_work", every=timedelta(hours=6))
        run_every("lms.files.tasks.sweep_private", every=timedelta(days=1))
