from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.policies import readable_journeys
from courses.queries import search_lessons
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 20
LONGEST = 60


@require_safe
@login_required
def search(request: StaffRequest) -> HttpResponse:
    """Lessons that say what is looked for, as far as the reader may read them."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    hits = search_lessons(readable_journeys(request.user), request.user, query) if query else []
    page = Paginator(hits, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"query": query, "page": page, "longest": LONGEST, "here": "courses"}
    return render(request, "courses/search.html", context)
