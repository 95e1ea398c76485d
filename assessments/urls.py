from django.urls import path

from assessments.views import (
    door,
    handing_in,
    item,
    marking,
    marking_settling,
    progress,
    result,
    sitting,
    statistics,
    statistics_export,
    statistics_item,
    whole_paper,
)
from assessments.views.observing import agreement as observation_agreement
from assessments.views.observing import badges as observation_badges
from assessments.views.observing import desk as observations_desk
from assessments.views.observing import form as observation_form
from assessments.views.observing import offline as observation_offline
from assessments.views.observing import one as one_observation

app_name = "assessments"
urlpatterns = [
    path("exams/<slug:code>/", door.door, name="door"),
    path("sittings/<uuid:sitting_id>/", sitting.sitting, name="sitting"),
    path("sittings/<uuid:sitting_id>/all/", whole_paper.whole_paper, name="paper"),
    path("sittings/<uuid:sitting_id>/elsewhere/", sitting.elsewhere, name="elsewhere"),
    path("sittings/<uuid:sitting_id>/state/", sitting.state, name="state"),
    path("sittings/<uuid:sitting_id>/<int:position>/", item.item, name="item"),
    path("sittings/<uuid:sitting_id>/submit/", handing_in.submit, name="submit"),
    path("sittings/<uuid:sitting_id>/result/", result.result, name="result"),
    path("my-progress/", progress.progress, name="progress"),
    path("desk/marking/", marking.marking, name="marking"),
    path("desk/marking/<uuid:sitting_id>/", marking.marking_sitting, name="marking-sitting"),
    path("desk/statistics/", statistics.statistics, name="statistics"),
    path("desk/statistics/<slug:code>/", statistics.quiz_statistics, name="statistics-quiz"),
    path(
        "desk/statistics/<slug:code>/statistics.xlsx",
        statistics_export.xlsx,
        name="statistics-xlsx",
    ),
    path(
        "desk/statistics/<slug:code>/statistics.csv", statistics_export.csv, name="statistics-csv"
    ),
    path(
        "desk/statistics/<slug:code>/<slug:question>/",
        statistics_item.item_statistics,
        name="statistics-item",
    ),
    path(
        "desk/marking/<uuid:sitting_id>/<int:position>/",
        marking_settling.settling,
        name="marking-settling",
    ),
    path("desk/observations/", observations_desk.observations, name="observations"),
    path("desk/observations/export.xlsx", observations_desk.xlsx, name="observations-xlsx"),
    path(
        "desk/observations/agreement/",
        observation_agreement.agreement,
        name="observation-agreement",
    ),
    path("desk/observations/<str:token>/", one_observation.observation, name="observation"),
    path("observations/<str:token>/paper.pdf", one_observation.paper, name="observation-pdf"),
    path("observations/photos/<str:token>/", one_observation.photo, name="observation-photo"),
    path("my-observations/", one_observation.own_list, name="own-observations"),
    path("my-observations/<str:token>/", one_observation.own_observation, name="own-observation"),
    path("observe/", observation_form.start, name="observe"),
    path("observe/people/", observation_form.people, name="observe-people"),
    path("observe/session/", observation_offline.session, name="observe-session"),
    path("observe/worker.js", observation_offline.worker, name="observe-worker"),
    path("observe/offline/", observation_offline.start, name="observe-offline"),
    path("observe/sent/<str:token>/", observation_form.receipt, name="observe-receipt"),
    path("observe/<slug:code>/", observation_form.form, name="observe-form"),
    path("observe/<slug:code>/offline/", observation_offline.form, name="observe-form-offline"),
    path("desk/badges/", observation_badges.badges, name="badges"),
    path("desk/badges/badges.pdf", observation_badges.pdf, name="badges-pdf"),
]
