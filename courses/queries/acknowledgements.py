"""What lessons ask to be confirmed, and what was confirmed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page

from courses.blocks import statements_in
from courses.models import Acknowledgement, Enrolment, LessonPage
from courses.queries.outlines import outlines_by_key
from courses.rules.statements import Statement, admitted
from lms.people.models import Employee
from lms.people.rules.attestation import text_hash
from lms.ui.han import in_readers_script, in_traditional

# By statement and hash of its wording.
Confirmed = dict[tuple[UUID, str], Acknowledgement]


def position_of(employee: Employee) -> tuple[str, str]:
    """The post group and the standing that decide which parts of a lesson somebody gets."""
    post = employee.post
    return (post.group.code, post.standing) if post else ("", "")


def statements_for(employee: Employee, lesson: LessonPage) -> list[Statement]:
    """What the published lesson asks of somebody at this post, as it is written."""
    return admitted(statements_in(lesson.body), *position_of(employee))


def as_shown(statement: Statement, script: Callable[[str], str] = in_readers_script) -> Statement:
    """The statement in the characters its reader reads."""
    return replace(statement, heading=script(statement.heading), text=script(statement.text))


def shown_hash(statement: Statement) -> str:
    """The hash of the words that the reader is shown."""
    return text_hash(as_shown(statement).wording)


def confirmed_in(enrolment: Enrolment, lesson_key: UUID) -> Confirmed:
    rows = Acknowledgement.objects.filter(enrolment=enrolment, lesson_key=lesson_key)
    return {(row.block_id, row.text_hash): row for row in rows}


def confirmation_of(statement: Statement, confirmed: Confirmed) -> Acknowledgement | None:
    """The confirmation of the statement in its present words, in either script, or in the present
    words of the same statement in another language: a translated block keeps its id."""
    rows = [row for (block_id, __), row in confirmed.items() if block_id == statement.block_id]
    if not rows:
        return None
    found = _confirmed_as(statement, confirmed)
    # Asked only of who confirmed other words before: they changed, or the language did.
    return found or next(
        filter(None, (_confirmed_as(each, confirmed) for each in _translations_of(rows[0]))), None
    )


def _confirmed_as(statement: Statement, confirmed: Confirmed) -> Acknowledgement | None:
    wordings = (statement.wording, as_shown(statement, in_traditional).wording)
    found = (confirmed.get((statement.block_id, text_hash(wording))) for wording in wordings)
    return next(filter(None, found), None)


def _translations_of(row: Acknowledgement) -> list[Statement]:
    """The statement that was confirmed, as it stands now in every language."""
    pages = LessonPage.objects.live().filter(translation_key=row.lesson_key)
    statements = (each for page in pages for each in statements_in(page.body))
    return [each for each in statements if each.block_id == row.block_id]


def unconfirmed(statements: Iterable[Statement], confirmed: Confirmed) -> list[Statement]:
    return [each for each in statements if confirmation_of(each, confirmed) is None]


@dataclass(frozen=True)
class OpenStatement:
    """A statement that one of somebody's courses asks for and that they have not confirmed."""

    enrolment: Enrolment
    lesson: LessonPage
    statement: Statement

    @property
    def block_id(self) -> UUID:
        return self.statement.block_id

    @property
    def shown_hash(self) -> str:
        return shown_hash(self.statement)


def open_statements(employee: Employee) -> list[OpenStatement]:
    """What somebody's courses still ask them to confirm, in the order of the lessons."""
    enrolments = Enrolment.objects.filter(employee=employee).select_related("employee")
    taken = {enrolment.course_key: enrolment for enrolment in enrolments}
    rows = Acknowledgement.objects.filter(enrolment__in=taken.values())
    confirmed = {(row.block_id, row.text_hash): row for row in rows}
    lessons = LessonPage.objects.live().select_related("locale")
    pages = {page.translation_key: page for page in lessons if not page.is_translation}
    return [
        OpenStatement(taken[outline.key], pages[lesson.key], statement)
        for outline in outlines_by_key(taken).values()
        for lesson in outline.lessons
        for statement in unconfirmed(statements_for(employee, pages[lesson.key]), confirmed)
    ]


def acknowledgements_of(employee: Employee) -> QuerySet[Acknowledgement]:
    """What somebody has confirmed, newest first; `lesson_title` as the lesson is called today."""
    titles = Page.objects.filter(translation_key=OuterRef("lesson_key")).order_by("path")
    return (
        Acknowledgement.objects.filter(enrolment__employee=employee)
        .select_related("enrolment", "attended__witness", "entered_by")
        .annotate(lesson_title=Subquery(titles.values("title")[:1]))
    )
