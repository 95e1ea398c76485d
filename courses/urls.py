from django.urls import path

from courses.views import certificates, desk, learning

app_name = "courses"
urlpatterns = [
    path("courses/", learning.course_list, name="list"),
    path("lessons/<uuid:key>/finish/", learning.finish, name="finish-lesson"),
    path("certificates/<str:serial>.pdf", certificates.paper, name="certificate"),
    path("certificates/<str:serial>/revoke/", certificates.revoke, name="revoke-certificate"),
    path("verify/<str:token>/", certificates.verify, name="verify"),
    path("desk/", desk.course_list, name="desk"),
    path("desk/courses/<uuid:key>/", desk.roster, name="roster"),
]
