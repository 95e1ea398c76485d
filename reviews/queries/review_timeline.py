"""What happened in a review, step by step, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.models import CoursePage
from lms.people.models import Post
from lms.people.queries.directory import names_of
from lms.ui.language import in_readers_language, reads_english
from reviews.models import Review, ReviewScan, ReviewStep
from reviews.queries.files import step_of
from reviews.queries.trace_words import item_label
from reviews.queries.words import MEASURES, STEPS
from reviews.rules import steps as said
from reviews.rules.procedure import StepKind
from reviews.rules.scorecard import Scorecard
from reviews.rules.trace import Trace

Line = tuple[str, str]
ICONS = {
    StepKind.SELF_ASSESSED: "k-say",
    StepKind.TALKED: "k-say",
    StepKind.APPEALED: "k-say",
    StepKind.RATED: "k-doc",
    StepKind.SIGNED: "k-doc",
    StepKind.MOVED: "k-decide",
    StepKind.FROZEN: "k-decide",
    StepKind.APPEAL_DECIDED: "k-decide",
    StepKind.RECOMPUTED: "k-decide",
    StepKind.APPEAL_LAPSED: "k-end",
    StepKind.WITHDRAWN: "k-end",
}


@dataclass(frozen=True)
class Event:
    """`scan` is the key of the paper that was scanned. `by` is empty for what the calendar did."""

    number: int
    kind: str
    at: datetime
    title: str
    icon: str
    by: str
    lines: tuple[Line, ...]
    scan: int | None = None


@dataclass(frozen=True)
class Names:
    """What codes in the steps stand for: people by token, courses by key, posts by code, scans by
    their hash; grades and items as the scorecard and the traces call them."""

    people: Mapping[str, str] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    scans: Mapping[str, int] = field(default_factory=dict)
    card: Scorecard | None = None
    traces: Sequence[Trace] = ()

    def grade(self, code: str) -> str:
        grade = self.card.grade(code) if self.card else None
        return in_readers_language(grade.name, grade.name_en) if grade else code

    def item(self, key: str) -> str:
        """Two may have the same name; what is measured stands before it."""
        for trace in self.traces:
            for item in trace.items:
                if item.key == key:
                    return f"{MEASURES[item.measure]} · {item_label(item)}"
        return key


def step_rows(review: Review) -> list[ReviewStep]:
    return list(review.steps.select_related("actor").order_by("number"))


def names_in(
    review: Review, rows: Sequence[ReviewStep], card: Scorecard | None, traces: Sequence[Trace]
) -> Names:
    """Four queries, however many steps there are."""
    contents = [step_of(row).content for row in rows]
    talks = [each for each in contents if isinstance(each, said.Talked)]
    follows = [follow for talk in talks for follow in talk.follow_ups]
    people = {getattr(each, name, "") for each in contents for name in ("manager", "attended_by")}
    scans = ReviewScan.objects.filter(review=review).values_list("sha256", "pk")
    return Names(
        people=names_of(people - {""}),
        courses=_titles({each.course for each in follows if each.course}),
        posts={
            post.code: str(post)
            for post in Post.objects.filter(code__in=[each.post for each in follows if each.post])
        },
        scans=dict(scans),
        card=card,
        traces=traces,
    )


def _titles(keys: set[str]) -> dict[str, str]:
    """In the reader's language where there is one."""
    pages = CoursePage.objects.filter(translation_key__in=keys).select_related("locale")
    wanted = reads_english()
    ordered = sorted(pages, key=lambda page: (page.locale.language_code == "en") == wanted)
    return {str(page.translation_key): page.title for page in ordered}


def timeline_of(rows: Sequence[ReviewStep], names: Names) -> list[Event]:
    """Oldest first. No queries."""
    return [_event(row, names) for row in rows]


def _event(row: ReviewStep, names: Names) -> Event:
    content = step_of(row).content
    kind = StepKind(row.kind)
    return Event(
        row.number,
        row.kind,
        row.at,
        str(STEPS[kind]),
        ICONS.get(kind, "k-dot"),
        "" if row.actor.is_system else row.actor.localised_name,
        tuple(_lines(content, names)),
        names.scans.get(getattr(content, "scan", "")),
    )


def _lines(content: Any, names: Names) -> Iterator[Line]:
    if (lines := LINES.get(type(content))) is not None:
        yield from lines(content, names)
    if getattr(content, "attended_by", ""):
        yield _("On the device of"), names.people.get(content.attended_by, "—")


def _sent_back(content: said.SentBack, names: Names) -> Iterator[Line]:
    yield _("Reason"), content.reason


def _moved(content: said.Moved, names: Names) -> Iterator[Line]:
    yield "", f"{names.grade(content.grade_before)} → {names.grade(content.grade)}"
    yield _("Reason"), content.reason


def _talked(content: said.Talked, names: Names) -> Iterator[Line]:
    yield _("Held on"), date_format(content.held_on)
    yield "", content.text
    for each in content.follow_ups:
        yield _("Agreed"), _agreed(each, names)


def _agreed(follow: said.FollowUp, names: Names) -> str:
    parts = []
    if follow.kind == said.FollowUpKind.TRAINING:
        due = date_format(follow.due_on) if follow.due_on else ""
        title = names.courses.get(follow.course, follow.course)
        parts.append(_("training “%(title)s”") % {"title": title})
        if due:
            parts.append(_("to be finished by %(day)s") % {"day": due})
    else:
        post = names.posts.get(follow.post, follow.post)
        parts.append(_("another post: %(post)s") % {"post": post})
    if follow.note:
        parts.append(follow.note)
    parts.append(_("looked at again on %(day)s") % {"day": date_format(follow.reassess_on)})
    return _("; ").join(parts)


def _signed(content: said.Signed, names: Names) -> Iterator[Line]:
    if content.comment:
        yield _("Comment"), content.comment
    if content.scan:
        yield "", _("On paper")
        if content.signed_on:
            yield _("Signed on"), date_format(content.signed_on)


def _appealed(content: said.Appealed, names: Names) -> Iterator[Line]:
    yield _("Grounds"), content.grounds
    if content.scan:
        yield "", _("On paper")
        if content.signed_on:
            yield _("Signed on"), date_format(content.signed_on)


def _appeal_decided(content: said.AppealDecided, names: Names) -> Iterator[Line]:
    yield "", _("Upheld") if content.upheld else _("Dismissed")
    yield _("Reasons"), content.reasons
    for key in content.struck:
        yield _("Left out"), names.item(key)
    if content.grade:
        yield _("Grade"), names.grade(content.grade)


def _manager_changed(content: said.ManagerChanged, names: Names) -> Iterator[Line]:
    yield pgettext("review", "Manager"), names.people.get(content.manager, "—")
    yield _("Reason"), content.reason


def _withdrawn(content: said.Withdrawn, names: Names) -> Iterator[Line]:
    yield _("Reason"), content.reason


def _recomputed(content: said.Recomputed, names: Names) -> Iterator[Line]:
    yield "", _("A conduct case that counted was overturned: it is left out.")


LINES: Mapping[type[Any], Callable[[Any, Names], Iterator[Line]]] = {
    said.SentBack: _sent_back,
    said.Moved: _moved,
    said.Talked: _talked,
    said.Signed: _signed,
    said.Appealed: _appealed,
    said.AppealDecided: _appeal_decided,
    said.ManagerChanged: _manager_changed,
    said.Withdrawn: _withdrawn,
    said.Recomputed: _recomputed,
}
