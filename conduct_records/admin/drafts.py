"""Writing the draft: its rules, their order in the lists, its title and audiences."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from conduct_records.actions.discard_draft import discard_draft
from conduct_records.actions.save_draft import save_draft
from conduct_records.actions.start_draft import start_draft
from conduct_records.admin.pages import draft_page, page, saved, with_draft
from conduct_records.errors import ConductError, DraftChanged
from conduct_records.forms.audiences import AudiencesForm
from conduct_records.forms.rule import RuleForm
from conduct_records.models import CodebookDraft
from conduct_records.policies.codebook import check_can_write
from conduct_records.queries.words import LINES, problem_in_words
from conduct_records.rules.codebook import LINES as ALL_LINES
from conduct_records.rules.codebook import Codebook, Rule, problems
from conduct_records.rules.editing import (
    fingerprint,
    moved,
    next_numbers,
    with_audiences,
    with_rule,
    with_rule_at,
    without_rule,
)
from lms.people.views.requests import StaffRequest

FORM = ["GET", "HEAD", "POST"]


@require_POST
def start(request: StaffRequest) -> HttpResponse:
    check_can_write(request.user)
    try:
        start_draft(actor=request.user)
    except ConductError as refusal:
        messages.warning(request, str(refusal))
    return redirect("codebook:draft")


@require_safe
@with_draft()
def draft(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    """The rules, line by line and list by list, with what is wrong with them."""
    book = draft.codebook
    return draft_page(
        request,
        "draft",
        draft,
        lines=[_line(book, line) for line in ALL_LINES],
        problems=[problem_in_words(each, book) for each in problems(book)],
        rule_count=len(book.rules),
        opened=request.GET.get("list", ""),
    )


def _line(book: Codebook, line: Any) -> dict[str, Any]:
    titles = {each.code: each.title for each in book.audiences}
    rules = [(at, rule) for at, rule in enumerate(book.rules) if rule.line == line]
    return {
        "line": line,
        "label": LINES[line],
        "rules": [(at, rule, _places(rule, titles)) for at, rule in rules],
        "lists": [(f"{line}-{x.audience.code}", x) for x in book.lists if x.line == line],
    }


def _places(rule: Rule, titles: Any) -> Sequence[tuple[Any, int]]:
    return [(titles.get(code, code), number) for code, number in rule.lists.items()]


@require_http_methods(FORM)
@with_draft(check_can_write)
def add_rule(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    book = draft.codebook
    form = RuleForm(
        request.POST or None, codebook=book, initial={"line": request.GET.get("line", "yellow")}
    )
    if request.method == "POST" and form.is_valid():
        rule = form.rule()
        if _is_kept(request, form, book, with_rule(book, rule)):
            return _to_rules(rule)
    return _rule_page(request, form, _t("New rule"))


@require_http_methods(FORM)
@with_draft(check_can_write)
def edit_rule(request: StaffRequest, draft: CodebookDraft, place: int) -> HttpResponse:
    """Where somebody else changed the rule meanwhile, what was typed comes back unsaved."""
    book, current = draft.codebook, _rule_at(draft, place)
    form = RuleForm(request.POST or None, codebook=book, rule=current)
    if request.method == "POST" and form.is_valid():
        rule = form.rule()
        if form.was_overtaken:
            _say_changed(form, fingerprint(current))
        elif _is_kept(request, form, book, with_rule_at(book, place, rule)):
            return _to_rules(rule)
    title = _t("Rule %(code)s") % {"code": current.code}
    return _rule_page(request, form, title, place=place, now=current)


def _rule_at(draft: CodebookDraft, place: int) -> Rule:
    rules = draft.codebook.rules
    if place >= len(rules):
        raise Http404
    return rules[place]


def _rule_page(request: StaffRequest, form: RuleForm, title: str, **context: Any) -> HttpResponse:
    ends = next_numbers(form.codebook)
    hints = [
        (field, [(LINES[line], ends.get((line, audience.code), 1)) for line in ALL_LINES])
        for field, audience in zip(form.number_fields(), form.codebook.audiences, strict=True)
    ]
    return page(request, "rule", title, below="draft", form=form, numbers=hints, **context)


def _is_kept(request: StaffRequest, form: Any, old: Codebook, new: Codebook) -> bool:
    """Whether the draft now says `new`; if it was refused, the form says why."""
    try:
        save_draft(actor=request.user, content=new, seen_hash=old.content_hash)
    except DraftChanged as refusal:
        form.add_error(None, str(refusal))
        return False
    saved(request)
    return True


def _say_changed(form: Any, seen: str) -> None:
    """The next try counts as made in knowledge of what stands there now."""
    form.add_error(None, str(DraftChanged.message))
    form.data = form.data.copy()
    form.data["seen"] = seen


def _to_rules(rule: Rule) -> HttpResponse:
    return redirect(f"{_draft_url()}#{rule.line}")


def _draft_url() -> str:
    return str(redirect("codebook:draft").url)


@require_http_methods(FORM)
@with_draft(check_can_write)
def remove_rule(request: StaffRequest, draft: CodebookDraft, place: int) -> HttpResponse:
    """Asks first."""
    book, rule = draft.codebook, _rule_at(draft, place)
    if request.method == "POST":
        try:
            if request.POST.get("seen") != fingerprint(rule):
                raise DraftChanged
            save_draft(
                actor=request.user, content=without_rule(book, place), seen_hash=book.content_hash
            )
        except DraftChanged:
            messages.warning(request, _t("Somebody changed the draft meanwhile. Look again."))
        else:
            messages.success(request, _t("Removed: %(code)s.") % {"code": rule.code})
        return _to_rules(rule)
    title = _t("Remove rule %(code)s") % {"code": rule.code}
    context = {"rule": rule, "seen": fingerprint(rule)}
    return page(request, "remove_rule", title, below="draft", **context)


@require_POST
@with_draft(check_can_write)
def move_rule(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    """One up or down in one list, which is numbered afresh."""
    book, sent = draft.codebook, request.POST
    line, audience, at = sent.get("line", ""), sent.get("audience", ""), sent.get("at", "")
    step = {"up": -1, "down": 1}.get(sent.get("step", ""), 0)
    place = int(at) if at.isdecimal() else -1
    try:
        if sent.get("seen") != book.content_hash:
            raise DraftChanged
        content = moved(book, line, audience, place, step)
        save_draft(actor=request.user, content=content, seen_hash=book.content_hash)
    except DraftChanged:
        messages.warning(request, _t("Somebody changed the draft meanwhile. Look again."))
    key = urlencode({"list": f"{line}-{audience}"})
    return redirect(f"{_draft_url()}?{key}#{line}-{audience}")


@require_http_methods(FORM)
@with_draft(check_can_write)
def audiences(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    book = draft.codebook
    form = AudiencesForm(request.POST or None, codebook=book)
    if request.method == "POST" and form.is_valid():
        content = with_audiences(book, form.title(), form.audiences())
        if form.was_overtaken:
            _say_changed(form, book.content_hash)
        elif _is_kept(request, form, book, content):
            return redirect("codebook:audiences")
    return draft_page(request, "audiences", draft, form=form)


@require_http_methods(FORM)
@with_draft(check_can_write)
def discard(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    """Asks first."""
    if request.method == "POST":
        discard_draft(actor=request.user)
        messages.success(request, _t("The draft is discarded."))
        return redirect("codebook:index")
    title = _t("Discard the draft")
    return page(request, "discard", title, below="draft", draft=draft)
