from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "benchmarks.ground.floor"
