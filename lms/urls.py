from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images import urls as wagtailimages_urls

urlpatterns = [
    path("", include("lms.home.urls")),
    path("", include("lms.people.urls")),
    path("", include("courses.urls")),
    path("", include("conduct_records.urls")),
    path("", include("reviews.urls")),
    path("", include("assessments.urls")),
    path("", include("lms.ledger.urls")),
    path("", include("lms.notify.urls")),
    path("", include("lms.ui.urls")),
    path("media/", include("lms.files.urls")),
    path("pictures/", include(wagtailimages_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("admin/", include(wagtailadmin_urls)),
    path("learn/", include(wagtail_urls)),
]
handler400 = "lms.ui.views.bad_request"
handler403 = "lms.ui.views.permission_denied"
handler404 = "lms.ui.views.page_not_found"
handler500 = "lms.ui.views.server_error"
