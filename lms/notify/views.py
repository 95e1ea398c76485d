from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lms.notify.queries import notices_of

PAGE_SIZE = 20


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    found = notices_of(_own(request))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notify/notices.html", {"here": "notices", "page": page})


@require_safe
@login_required
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page that the notice speaks of; it counts as read from now on."""
    notice = get_object_or_404(notices_of(_own(request)), pk=pk)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return redirect(notice.url or "notify:notices")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    notices_of(_own(request)).filter(read_at=None).update(read_at=timezone.now())
    return redirect("notify:notices")


def _own(request: HttpRequest) -> int:
    number = request.user.pk
    assert number is not None
    return number
