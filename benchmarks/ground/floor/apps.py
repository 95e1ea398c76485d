from django.apps import AppConfig

EXAMINATION = "bench-sitting"


class FloorConfig(AppConfig):
    name = "benchmarks.ground.floor"

    def ready(self) -> None:
        from assessments.registries import start_conditions

        start_conditions.register(is_open)


def is_open(employee: object, quiz: object) -> list[object] | None:
    """The benchmark's examination is part of no course, and open to everybody."""
    return [] if getattr(quiz, "code", "") == EXAMINATION else None
