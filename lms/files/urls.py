from django.urls import path

from lms.files import views

app_name = "files"
urlpatterns = [
    path("<path:name>", views.media, name="media"),
]
