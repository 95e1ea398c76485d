"""The floors: a signed-in person's request that changes one row and nothing else, and one that
reads nothing but who asks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from benchmarks.ground.floor.models import BareRow


@login_required
@require_POST
def update(request: HttpRequest) -> JsonResponse:
    """Everybody has a row of their own, as everybody has a sitting of their own."""
    row = BareRow.objects.filter(pk=request.user.pk)
    return JsonResponse({"changed": row.update(payload=request.POST["choice"])})


@login_required
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse("奉茶")
