from django.urls import path

from assessments.views import (
    door,
    handing_in,
    item,
    marking,
    progress,
    result,
    sitting,
    whole_paper,
)

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
]
