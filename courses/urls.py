from django.urls import path

from courses.views import (
    acknowledging,
    captions,
    certificate_desk,
    certificates,
    desk,
    learning,
    paper,
    reminders,
    search,
    team,
    team_export,
    verification,
)

app_name = "courses"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("courses/", learning.course_list, name="list"),
    path(
        "lessons/<uuid:key>/statements/<uuid:block_id>/",
        acknowledging.acknowledge,
        name="acknowledge",
    ),
    path("lessons/<uuid:key>/finish/", learning.finish, name="finish-lesson"),
    path("captions/<str:key>/<str:language>.vtt", captions.captions, name="captions"),
    path("certificates/<str:serial>-card.pdf", certificates.card, name="certificate-card"),
    path("certificates/<str:serial>.pdf", certificates.paper, name="certificate"),
    path("certificates/<str:serial>/reissue/", certificates.reissue, name="reissue-certificate"),
    path("certificates/<str:serial>/revoke/", certificates.revoke, name="revoke-certificate"),
    path("verify/<str:token>/", verification.verify, name="verify"),
    path("verify/<str:token>/bundle.json", verification.bundle, name="verify-bundle"),
    path("desk/team/", team.team, name="team"),
    path("desk/team/<int:pk>/", team.person, name="person"),
    path("desk/team/<int:pk>/paper/", paper.enter, name="enter-paper"),
    path("desk/acknowledgements/<int:pk>/scan/", paper.scan, name="scan"),
    path("desk/team/remind/", reminders.remind, name="remind"),
    path("desk/team/remind-all/", reminders.remind_all, name="remind-all"),
    path("desk/team/export.xlsx", team_export.xlsx, name="team-xlsx"),
    path("desk/team/export.csv", team_export.csv, name="team-csv"),
    path("desk/", desk.course_list, name="desk"),
    path("desk/certificates/", certificate_desk.certificate_list, name="certificates"),
    path("desk/certificates/batches/", certificate_desk.batch_list, name="certificate-batches"),
    path("desk/certificates/batches/<uuid:pk>/", certificate_desk.batch, name="certificate-batch"),
    path(
        "desk/certificates/batches/<uuid:pk>/result.pdf",
        certificate_desk.batch_result,
        name="certificate-batch-result",
    ),
    path("desk/courses/<uuid:key>/", desk.roster, name="roster"),
]
