"""The parts of a lesson as its reader gets them."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from courses.blocks import audience_of, statement_of
from courses.models import Enrolment, LessonPage
from courses.models.previews import audience_of_mode
from courses.queries import (
    as_shown,
    confirmation_of,
    confirmed_in,
    position_of,
    shown_hash,
)
from courses.queries.acknowledgements import Confirmed
from courses.queries.audiences import audience_words, post_group_names
from courses.rules.audience import Audience
from courses.rules.statements import Statement
from lms.ui.han import in_readers_script

register = template.Library()

KEPT_SECONDS = 600
STATEMENT = "courses/blocks/acknowledge.html"


@dataclass(frozen=True)
class Part:
    """One block of a lesson, drawn. A statement and a live block are drawn anew for each reader."""

    block_id: str
    audience: Audience
    html: str
    statement: Statement | None = None
    is_live: bool = False


@dataclass(frozen=True)
class ShownPart:
    """A part as it stands on the page; `meant_for` says for whom it is, to those who see all."""

    html: SafeString
    meant_for: str = ""


class LessonText:
    """A lesson as one reader gets it: their own parts, or all of them marked."""

    def __init__(self, page: LessonPage, request: HttpRequest) -> None:
        self.page, self.request = page, request
        self.is_preview = getattr(request, "is_preview", False)
        journey = getattr(request, "journey", None)
        self.enrolment: Enrolment | None = journey.enrolment if journey else None

    @cached_property
    def position(self) -> tuple[str, str] | None:
        """The post group and standing it is read as; None where all parts are shown."""
        if self.is_preview:
            return audience_of_mode(getattr(self.request, "preview_mode", ""))
        return position_of(self.request.user) if self.enrolment else None  # type: ignore[arg-type]

    @cached_property
    def drawn(self) -> list[Part]:
        """All parts. Those of a published revision never change: they are drawn once a language."""
        revision = self.page.text_revision_id
        if self.is_preview or not revision:
            return draw(self.page)
        key = f"lesson-parts:{revision}:{get_language()}"
        parts: list[Part] | None = cache.get(key)
        if parts is None:
            parts = draw(self.page)
            cache.set(key, parts, KEPT_SECONDS)
        return parts

    @cached_property
    def admitted(self) -> list[Part]:
        if self.position is None:
            return self.drawn
        return [part for part in self.drawn if part.audience.admits(*self.position)]

    @cached_property
    def confirmed(self) -> Confirmed:
        if self.enrolment is None or not any(part.statement for part in self.admitted):
            return {}
        return confirmed_in(self.enrolment, self.page.translation_key)

    @cached_property
    def missing(self) -> list[Statement]:
        """What the reader has to confirm yet."""
        if self.enrolment is None:
            return []
        statements = [part.statement for part in self.admitted if part.statement]
        return [each for each in statements if not confirmation_of(each, self.confirmed)]

    @cached_property
    def parts(self) -> list[ShownPart]:
        if self.position is not None or all(part.audience.is_everyone for part in self.drawn):
            return [ShownPart(self._html(part)) for part in self.admitted]
        names = post_group_names()
        return [
            ShownPart(self._html(part), audience_words(part.audience, names))
            for part in self.admitted
        ]

    def _html(self, part: Part) -> SafeString:
        if part.statement:
            return self._statement(part.statement)
        is_checked = part.block_id and self.request.GET.get("check") == part.block_id
        if part.is_live or is_checked:
            block = self._block(part.block_id)
            return draw_block(block, self.page, self.request, self.position)
        return mark_safe(part.html)  # noqa: S308 (drawn by `draw_block`)

    def _block(self, block_id: str) -> Any:
        """The block of a part; blocks of other kinds are not unpacked."""
        raws = enumerate(self.page.body.raw_data)
        return self.page.body[next(at for at, raw in raws if str(raw.get("id") or "") == block_id)]

    def _statement(self, statement: Statement) -> SafeString:
        return render_to_string(
            STATEMENT,
            {
                "statement": as_shown(statement),
                "shown_hash": shown_hash(statement),
                "acknowledgement": confirmation_of(statement, self.confirmed),
                "enrolment": self.enrolment,
                "page": self.page,
            },
            request=self.request,
        )


def draw(page: LessonPage) -> list[Part]:
    """The parts of the page in the reader's language, the same for everybody."""
    parts = []
    for block in page.body:
        statement = statement_of(block) if block.block_type == "acknowledge" else None
        is_live = getattr(block.block.meta, "is_live", False)
        html = "" if statement or is_live else draw_block(block, page)
        parts.append(Part(str(block.id or ""), audience_of(block.value), html, statement, is_live))
    return parts


def draw_block(
    block: Any,
    page: LessonPage,
    request: HttpRequest | None = None,
    position: tuple[str, str] | None = None,
) -> SafeString:
    """The block's HTML; it depends on the reader only where their request is given. `position` is
    the post group and standing they read as; None for who sees all parts."""
    context = {"block_id": block.id, "page": page, "request": request, "position": position}
    html: SafeString = in_readers_script(block.render_as_block(context=context))  # type: ignore[assignment]
    return html


@register.simple_tag(takes_context=True)
def lesson_text(context: dict[str, Any], page: LessonPage) -> LessonText:
    """The lesson for who asks; made once a request."""
    request = context["request"]
    made = getattr(request, "lesson_text", None)
    if made is None or made.page is not page:
        made = request.lesson_text = LessonText(page, request)
    return made
