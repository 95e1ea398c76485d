"""The site's own addresses, and the floor's."""

from django.urls import path

from benchmarks.ground.floor.views import read, update
from lms.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("floor/update/", update),
    path("floor/read/", read),
    *urlpatterns,
]
