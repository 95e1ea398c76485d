from django.urls import path

from lms.people.admin.account import account
from lms.people.admin.history import site_history, site_history_results
from lms.people.views import attended, password, preferences, sign_in

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
    path("password/first/", password.first_password, name="first-password"),
    # In front of Wagtail's own, which would let attempts pass unslowed, passwords change unasked
    # and people of other units be seen.
    path("admin/login/", sign_in.to_sign_in, name="admin-sign-in"),
    path("admin/account/", account, name="admin-account"),
    path("admin/reports/site-history/", site_history, name="admin-history"),
    path("admin/reports/site-history/results/", site_history_results, name="admin-history-results"),
    path("learn/_util/login/", sign_in.to_sign_in, name="page-sign-in"),
]
