"""Quizzes and categories that come in a dump of django-quiz-app. Part of a larger action,
`import_questions`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from assessments.actions.exchange_places import Places, named
from assessments.actions.save_quiz import write_quiz
from assessments.errors import import_words
from assessments.errors.exchange_words import said
from assessments.models import Question, Quiz
from assessments.policies.bank import check_can_write_quiz
from assessments.queries.exchange import category_at
from assessments.rules.exchange.codes import LONGEST, slug, with_digest
from assessments.rules.exchange.django_quiz import Dump, Record
from assessments.rules.exchange.django_quiz_questions import CATEGORY, SUBCATEGORY, path_of
from assessments.rules.exchange.django_quiz_quizzes import DumpedQuiz
from assessments.rules.exchange.questions import Refused
from assessments.rules.exchange.report import Came, Taken
from assessments.rules.quiz_settings import SectionSettings
from lms.people.models import Employee


@dataclass(frozen=True)
class PlannedQuiz:
    """What is to become of a quiz: under which code, with which questions of the dump."""

    taken: Taken
    dumped: DumpedQuiz
    questions: tuple[int, ...]


class QuizIntake:
    """The quizzes of a dump, one after the other. `codes` are those of the questions that were
    taken over, by their numbers in the dump."""

    def __init__(self, actor: Employee, codes: Mapping[int, str]) -> None:
        self.actor, self.codes = actor, codes
        # Address and title of those further up, by the codes they have here.
        self._met: dict[str, tuple[str, str]] = {}

    def plan(self, dumped: DumpedQuiz) -> PlannedQuiz | Refused:
        """A quiz that is here under the same title is left as it is. Raises `NotAllowed`."""
        check_can_write_quiz(self.actor, None)
        kept = tuple(pk for pk in dumped.questions if pk in self.codes)
        losses = list(dumped.losses)
        if not kept:
            return Refused(dumped.place, dumped.name, said(import_words.NO_QUESTIONS_LEFT))
        if left := len(dumped.questions) - len(kept):
            losses.append(said(import_words.SOME_QUESTIONS_LEFT_OUT, count=left))
        code, quiz = self._find(dumped)
        came = Came.NEW if quiz is None else Came.UNCHANGED
        if code in self._met:
            came = Came.UNCHANGED
            losses.append(said(import_words.QUIZ_TWICE))
        elif quiz is not None and _differs(quiz, dumped, self._listed(kept)):
            losses.append(said(import_words.QUIZ_CHANGED_SINCE))
        self._met[code] = (dumped.url, dumped.name)
        taken = Taken(dumped.place, dumped.name, code, came, tuple(losses))
        return PlannedQuiz(taken, dumped, kept)

    def _find(self, dumped: DumpedQuiz) -> tuple[str, Quiz | None]:
        """The code of the quiz, which is its name in addresses, or one made of that and the title;
        and the quiz that is here under it."""
        plain = slug(dumped.url)[:LONGEST]
        own = with_digest(dumped.url, f"{dumped.url}\n{dumped.name}", longest=LONGEST, word="quiz")
        here = {quiz.code: quiz for quiz in Quiz.objects.filter(code__in=[plain, own])}
        same = (dumped.url, dumped.name)
        free = [each for each in (own, plain) if self._met.get(each, same) == same]
        for code in free:
            if code in here and here[code].title == dumped.name:
                return code, here[code]
        is_plain = plain and plain in free and plain not in here
        return (plain if is_plain else own), None

    def _listed(self, questions: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.codes[pk] for pk in questions))

    def take(self, planned: PlannedQuiz, places: Places) -> None:
        """A draft with one section, which lists the questions. The caller has opened the
        transaction. Raises as `write_quiz`."""
        if planned.taken.came == Came.UNCHANGED:
            return
        dumped = planned.dumped
        wanted = self._listed(planned.questions)
        ids = dict(Question.objects.filter(code__in=wanted).values_list("code", "pk"))
        listed = tuple(ids[code] for code in wanted if code in ids)
        write_quiz(
            actor=self.actor,
            quiz=None,
            code=planned.taken.code,
            settings=replace(dumped.settings, category_id=places.category_id(dumped.category)),
            sections=[SectionSettings(count=min(dumped.count, len(listed)), question_ids=listed)],
        )


def _differs(quiz: Quiz, dumped: DumpedQuiz, listed: tuple[str, ...]) -> bool:
    """Whether the quiz asks something else than in the dump, or on other conditions. That it is no
    draft any more is not another condition."""
    told = asdict(replace(dumped.settings, is_draft=quiz.is_draft, category_id=quiz.category_id))
    section = quiz.sections.first()
    asked = section.listed.values_list("question__code", flat=True) if section else ()
    return (
        any(getattr(quiz, name) != value for name, value in told.items())
        or quiz.size != min(dumped.count, len(listed))
        or tuple(asked) != listed
        or category_at(named(dumped.category)) != quiz.category
    )


def categories_of(dump: Dump) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Every category with its path."""
    for record in dump.table(CATEGORY).values():
        yield record, tuple(name for name in [record.text("category")] if name)
    for record in dump.table(SUBCATEGORY).values():
        above = path_of(dump, replace(record, fields={"category": record.fields.get("category")}))
        yield record, (*above, *(name for name in [record.text("sub_category")] if name))
