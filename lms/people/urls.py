from django.urls import path

from lms.people.admin.account import account
from lms.people.admin.history import site_history, site_history_results
from lms.people.views import (
    attended,
    password,
    personal_data,
    preferences,
    retention,
    retention_lists,
    sign_in,
)

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/", preferences.language, name="language"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("password/", password.password, name="password"),
    path("desk/attended/", attended.people_to_attend, name="attended"),
    path("desk/attended/<int:pk>/", attended.start, name="start-attended"),
    path("attended/end/", attended.end, name="end-attended"),
    path("desk/retention/", retention.kept, name="retention"),
    path("desk/retention/terms/", retention_lists.terms, name="retention-terms"),
    path("desk/retention/terms/<str:kind>/", retention_lists.term, name="retention-term"),
    path("desk/retention/records/", retention_lists.records, name="retention-records"),
    path("desk/retention/records/<str:token>/", retention_lists.record, name="retention-record"),
    path("desk/retention/holds/", retention_lists.holds, name="retention-holds"),
    path("desk/retention/erased/", retention_lists.erased, name="retention-erased"),
    path("desk/retention/<int:pk>/", retention.person, name="retention-person"),
    path("desk/retention/<int:pk>/hold/", retention.hold, name="retention-hold"),
    path("desk/people/<int:pk>/data/", personal_data.person_data, name="person-data"),
    path("me/data/", personal_data.own_data, name="own-data"),
    path("me/data/<uuid:pk>/", personal_data.export, name="export"),
    path("me/data/<uuid:pk>/file/", personal_data.export_file, name="export-file"),
    path("password/first/", password.first_password, name="first-password"),
    # In front of Wagtail's own, which would let attempts pass unslowed, passwords change unasked
    # and people of other units be seen.
    path("admin/login/", sign_in.to_sign_in, name="admin-sign-in"),
    path("admin/account/", account, name="admin-account"),
    path("admin/reports/site-history/", site_history, name="admin-history"),
    path("admin/reports/site-history/results/", site_history_results, name="admin-history-results"),
    path("learn/_util/login/", sign_in.to_sign_in, name="page-sign-in"),
]
