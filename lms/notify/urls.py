from django.urls import path

from lms.notify import views

app_name = "notify"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read-all"),
    path("notices/<int:pk>/", views.open_notice, name="open"),
]
