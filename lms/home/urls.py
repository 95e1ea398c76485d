from django.urls import path

from lms.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("record/", views.record, name="record"),
    path("me/", views.me, name="me"),
    path("me/looks/", views.looks, name="looks"),
]
