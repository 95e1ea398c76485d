from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.documents.models import AbstractDocument


@hooks.register("before_serve_document")
def for_staff_only(document: AbstractDocument, request: HttpRequest) -> HttpResponseBase | None:
    """Wagtail hands a document out to everybody who has its address, which counts from 1."""
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())


@hooks.register("insert_global_admin_js")
def refuse_before_sending() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/admin/uploads.js"))
