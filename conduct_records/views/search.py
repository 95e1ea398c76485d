from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conduct_records.policies.codebook import check_can_print
from conduct_records.queries.search import Hit, search_rules
from conduct_records.queries.versions import in_force
from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Line
from lms.people.views.requests import StaffRequest

LONGEST = 60
# What the empty page offers to try.
EXAMPLES = {
    "zh": ["岗亭睡着", "收小费", "骂客户", "捡到手机"],
    "en": ["slept at the gate", "took a tip"],
}


@require_safe
@login_required
def search(request: StaffRequest) -> HttpResponse:
    """Everybody finds a rule in the codebook in force."""
    return render(request, "conduct_records/search/search.html", _found(request))


@require_safe
@login_required
def desk_search(request: StaffRequest) -> HttpResponse:
    """The same at the desk, for who has to name a rule."""
    check_can_print(request.user)
    return render(request, "conduct_records/search/desk.html", _found(request))


def _found(request: StaffRequest) -> dict[str, Any]:
    query = request.GET.get("q", "").strip()[:LONGEST]
    version = in_force()
    hits = search_rules(version, query) if version and query else []
    chosen = next((line for line in Line if line == request.GET.get("line")), None)
    return {
        "query": query,
        "version": version,
        "hits": [hit for hit in hits if chosen in (None, hit.rule.line)],
        "found": len(hits),
        "lines": _lines(hits),
        "line": chosen,
        "examples": EXAMPLES["en" if request.LANGUAGE_CODE == "en" else "zh"],
        "longest": LONGEST,
        "here": "codebook",
    }


def _lines(hits: list[Hit]) -> list[tuple[Line, str, int]]:
    """The lines there are hits of, with how many."""
    counted = [(line, sum(hit.rule.line == line for hit in hits)) for line in Line]
    return [(line, str(LINES[line]), count) for line, count in counted if count]
