from django.urls import path

from assessments.views import door, handing_in, item, result, sitting

app_name = "assessments"
urlpatterns = [
    path("exams/<slug:code>/", door.door, name="door"),
    path("sittings/<uuid:sitting_id>/", sitting.sitting, name="sitting"),
    path("sittings/<uuid:sitting_id>/<int:position>/", item.item, name="item"),
    path("sittings/<uuid:sitting_id>/submit/", handing_in.submit, name="submit"),
    path("sittings/<uuid:sitting_id>/result/", result.result, name="result"),
]
