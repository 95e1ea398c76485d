from django.urls import path

from lms.ui import look, views

app_name = "ui"
urlpatterns = [
    path("look/", look.look, name="look"),
    path("health/", views.health, name="health"),
    # Wagtail's admin offers an address that fails on purpose; nobody needs it here.
    path("admin/failwhale/", views.page_not_found, name="no-failure"),
]
