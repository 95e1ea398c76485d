from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import IntegrityError, transaction

from assessments.actions.import_dump import import_dump, missing_categories
from assessments.actions.take_question import Intake, Planned
from assessments.enums import ExchangeFormat
from assessments.errors import AssessmentError, CodeTaken, import_words
from assessments.errors.exchange import StrictImportRefused, TooManyQuestions
from assessments.errors.exchange_words import said
from assessments.policies.bank import check_can_write_question
from assessments.rules.exchange import django_quiz, formats
from assessments.rules.exchange.django_quiz_questions import questions
from assessments.rules.exchange.questions import MOST_QUESTIONS, Read, Refused, Source
from assessments.rules.exchange.report import Report
from assessments.rules.wording import Wording
from lms.people.errors import NotAllowed
from lms.people.models import Employee

# Questions written in one transaction: others who write wait no longer than that takes.
AT_ONCE = 20
Tell = Callable[[int, int], None]
T = TypeVar("T")


def import_questions(
    *,
    actor: Employee,
    source: Source,
    format: str,
    category: tuple[str, ...] = (),
    is_dry_run: bool = True,
    is_strict: bool = False,
    tell: Tell = lambda done, total: None,
) -> Report:
    """Take the questions of a file into the bank, as drafts that wait for their review; with
    `is_dry_run` only say what would become of each. `category` is the path of names for those that
    name none. `tell` is called with how many are done, of how many.

    A question that is refused stops no other, unless `is_strict`: then nothing is written. May run
    again after an interruption: what is there already is left alone. Raises `NotAllowed`, a
    `FileRefused` where nothing of the file can be read, `StrictImportRefused`.
    """
    check_can_write_question(actor, None)
    run = _Run(actor, source, format, category)
    if is_strict or is_dry_run:
        report = run.through(is_dry_run=True, tell=tell)
        if is_strict and report.refused:
            raise StrictImportRefused(report)
        if is_dry_run:
            return report
    return run.through(is_dry_run=False, tell=tell)


class _Run:
    def __init__(
        self, actor: Employee, source: Source, format: str, category: tuple[str, ...]
    ) -> None:
        self.actor, self.format, self.category = actor, format, category
        self.dump: django_quiz.Dump | None = None
        if format == ExchangeFormat.DJANGO_QUIZ:
            formats.check_file(format, source.content)
            self.dump = django_quiz.parse(source)
            found: Iterator[Read | Refused] = questions(self.dump)
        else:
            found = formats.read(format, source)
        self.found = list(_limited(found))

    def through(self, *, is_dry_run: bool, tell: Tell) -> Report:
        report, intake = Report(), Intake(self.actor, self.format, self.category)
        # Writing the questions makes some of them.
        missing = missing_categories(self.dump) if self.dump else frozenset()
        codes: dict[str, str] = {}
        wordings: dict[str, Wording] = {}
        for some in in_batches(self.found):
            if is_dry_run:
                plans = [_planned(intake, each) for each in some]
            else:
                with transaction.atomic(durable=True):
                    plans = [_written(intake, each) for each in some]
            for plan in plans:
                report.add(plan if isinstance(plan, Refused) else plan.taken)
                if isinstance(plan, Planned):
                    codes[plan.taken.place] = plan.taken.code
                    wordings[plan.taken.place] = plan.wording
            tell(len(report.taken) + len(report.refused), len(self.found))
        if self.dump is not None:
            report.add(
                *import_dump(
                    actor=self.actor,
                    dump=self.dump,
                    codes=codes,
                    wordings=wordings,
                    places=intake.places,
                    missing=missing,
                    is_dry_run=is_dry_run,
                )
            )
        return report


def _limited(found: Iterator[Read | Refused]) -> Iterator[Read | Refused]:
    for number, each in enumerate(found, start=1):
        if number > MOST_QUESTIONS:
            raise TooManyQuestions(limit=MOST_QUESTIONS)
        yield each


def in_batches(found: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def _planned(intake: Intake, found: Read | Refused) -> Planned | Refused:
    return found if isinstance(found, Refused) else intake.plan(found)


def _written(intake: Intake, found: Read | Refused) -> Planned | Refused:
    """What became of a question; the others go on where it could not be written."""
    plan = _planned(intake, found)
    if isinstance(plan, Refused):
        return plan
    place, name = plan.taken.place, plan.taken.name
    try:
        with transaction.atomic():
            intake.write(plan)
    except (CodeTaken, IntegrityError):  # somebody else was quicker
        intake.places.forget()
        words = said(import_words.CODE_JUST_TAKEN, code=plan.taken.code)
        return Refused(place, name, words)
    except (AssessmentError, NotAllowed) as refusal:
        intake.places.forget()
        return Refused(place, name, str(refusal))
    return plan
