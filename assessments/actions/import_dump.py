"""What else is in a dump of django-quiz-app beside questions: categories, quizzes, finished
sittings, and what has no place here. Part of a larger action, `import_questions`."""

from collections.abc import Collection, Iterator, Mapping

from django.db import IntegrityError, transaction

from assessments.actions.exchange_places import Path, Places, named
from assessments.actions.take_quiz import QuizIntake, categories_of
from assessments.actions.take_sitting import SittingIntake
from assessments.errors import AssessmentError, import_words
from assessments.errors.exchange_words import said
from assessments.queries.exchange import category_at
from assessments.rules.exchange.django_quiz import Dump
from assessments.rules.exchange.django_quiz_questions import (
    QUESTION,
    SUBCATEGORY,
    unknown_references,
)
from assessments.rules.exchange.django_quiz_quizzes import quizzes
from assessments.rules.exchange.django_quiz_rest import rest
from assessments.rules.exchange.django_quiz_sittings import sittings
from assessments.rules.exchange.questions import Refused
from assessments.rules.exchange.report import Came, Taken
from assessments.rules.wording import Wording
from lms.ledger.actions.record_entries import record_entries
from lms.people.errors import NotAllowed
from lms.people.models import Employee


def import_dump(
    *,
    actor: Employee,
    dump: Dump,
    codes: Mapping[str, str],
    wordings: Mapping[str, Wording],
    places: Places,
    missing: Collection[Path],
    is_dry_run: bool,
) -> Iterator[Taken | Refused]:
    """`codes` and `wordings` are those of the questions that were taken over, by their places in
    the dump; `missing` the `missing_categories` before that. Yields what became of each record that
    is no question."""
    yield from dump.broken
    yield from _categories(dump, places, missing, is_dry_run)
    by_number = {
        pk: codes[record.place]
        for pk, record in dump.table(QUESTION).items()
        if record.place in codes
    }
    kept: dict[int, str] = {}
    yield from _quizzes(actor, dump, by_number, places, kept, is_dry_run)
    said_by_number = {
        pk: wordings[record.place]
        for pk, record in dump.table(QUESTION).items()
        if record.place in codes
    }
    intake = SittingIntake(actor, dump, by_number, said_by_number, kept)
    yield from _sittings(intake, is_dry_run)
    yield from rest(dump)


def missing_categories(dump: Dump) -> frozenset[Path]:
    """The paths of its categories that are not here."""
    paths = {named(path) for __, path in categories_of(dump) if path}
    return frozenset(path for path in paths if category_at(path) is None)


def _categories(
    dump: Dump, places: Places, missing: Collection[Path], is_dry_run: bool
) -> Iterator[Taken | Refused]:
    for record, path in categories_of(dump):
        name = "/".join(path)
        above = ("category",) if record.table == SUBCATEGORY else ()
        losses = [*unknown_references(dump, record, *above), *places.losses(path, "")]
        if not path:
            yield Refused(record.place, "", said(import_words.RECORD_BROKEN, field="category"))
            continue
        is_new = named(path) in missing
        if is_new and not places.can_add:
            yield Refused(record.place, name, losses[-1])
            continue
        came = Came.NEW if is_new else Came.UNCHANGED
        if not is_dry_run:
            with transaction.atomic(durable=True):
                places.category_id(path)
        yield Taken(record.place, name, "", came, tuple(losses))


def _quizzes(
    actor: Employee,
    dump: Dump,
    codes: Mapping[int, str],
    places: Places,
    kept: dict[int, str],
    is_dry_run: bool,
) -> Iterator[Taken | Refused]:
    """Notes in `kept` the codes of those that are taken over, by their numbers."""
    intake = QuizIntake(actor, codes)
    for dumped in quizzes(dump):
        if isinstance(dumped, Refused):
            yield dumped
            continue
        try:
            planned = intake.plan(dumped)
            if isinstance(planned, Refused):
                yield planned
                continue
            if not is_dry_run:
                with transaction.atomic(durable=True):
                    intake.take(planned, places)
        except (AssessmentError, NotAllowed) as refusal:
            places.forget()
            yield Refused(dumped.place, dumped.name, str(refusal))
        else:
            kept[dumped.pk] = planned.taken.code
            yield planned.taken


def _sittings(intake: SittingIntake, is_dry_run: bool) -> Iterator[Taken | Refused]:
    """Each in a transaction of its own, with its entry in the ledger."""
    for dumped in sittings(intake.dump):
        if isinstance(dumped, Refused):
            yield dumped
            continue
        try:
            planned = intake.plan(dumped)
            if not is_dry_run:
                with transaction.atomic(durable=True):
                    if (record := intake.take(planned)) is not None:
                        record_entries(record)
        except AssessmentError as refusal:
            yield Refused(dumped.place, dumped.person, str(refusal))
        except IntegrityError:  # the person began one at the same moment
            yield Refused(dumped.place, dumped.person, said(import_words.SITTING_JUST_THEN))
        else:
            yield planned.taken
