"""One question of a file: first what would become of it, then its writing. Part of a larger
action, `import_questions`."""

from dataclasses import dataclass, replace

from assessments.actions.exchange_places import (
    Places,
    kept_picture,
    named,
    store_picture,
)
from assessments.actions.save_question import Place, write_question
from assessments.actions.tidy_question import check_asked, tidied
from assessments.enums import Difficulty
from assessments.errors import AssessmentError, import_words
from assessments.errors.exchange_words import said
from assessments.models import Question
from assessments.policies.bank import check_can_write_question
from assessments.queries.exchange import category_at
from assessments.rules.exchange.codes import as_kept, derived, digest, fits, language_of
from assessments.rules.exchange.formats import SAY_PICTURE, SAY_PLACE
from assessments.rules.exchange.questions import ExchangedQuestion, Read, Refused
from assessments.rules.exchange.report import Came, Taken
from assessments.rules.wording import Wording
from lms.people.errors import NotAllowed
from lms.people.models import Employee


@dataclass(frozen=True)
class Planned:
    """What is to become of a question that was read; `question` is the one that is there. `wording`
    has its picture where the library has it already."""

    taken: Taken
    asked: ExchangedQuestion
    wording: Wording
    question: Question | None


class Intake:
    """The questions of one file, one after the other, for one actor."""

    def __init__(self, actor: Employee, format: str, default: tuple[str, ...] = ()) -> None:
        self.actor = actor
        self.says_place, self.says_picture = format in SAY_PLACE, format in SAY_PICTURE
        self.default = default
        self.places = Places(actor)
        self._digests: dict[str, str] = {}

    def plan(self, read: Read) -> Planned | Refused:
        """What would become of the question; nothing is written. What speaks against it is its
        refusal."""
        try:
            return self._plan(read)
        except (AssessmentError, NotAllowed) as refusal:
            return Refused(read.place, read.name, str(refusal))

    def _plan(self, read: Read) -> Planned:
        asked, costs = tidied(read.question, self.places, default=self.default)
        losses = [*read.losses, *costs]
        wording = as_kept(asked.wording)
        check_asked(asked, wording)
        code, question = self._find(asked, read.name, losses)
        wording = self._with_picture(wording, asked, question)
        if code in self._digests:
            came = Came.UNCHANGED
            losses.append(said(import_words.TWICE_IN_FILE))
        else:
            came = self._came(asked, wording, question, code, losses)
            stays = came == Came.UNCHANGED or (came == Came.VERSION and not self.says_place)
            if stays and question and self._is_elsewhere(read.question, asked, question):
                losses.append(said(import_words.STANDS_ELSEWHERE))
        self._digests[code] = digest(asked)
        if came in (Came.VERSION, Came.MOVED):
            check_can_write_question(self.actor, question)
        taken = Taken(read.place, read.name, code, came, tuple(losses))
        return Planned(taken, asked, wording, question)

    def _find(
        self, asked: ExchangedQuestion, name: str, losses: list[str]
    ) -> tuple[str, Question | None]:
        """The code under which the question is kept, and the one that has it already. A code that
        is another question's, here or further up in the file, makes way for one of our own."""
        given, own = asked.code.strip(), derived(asked, name)
        words = None
        if given and not fits(given):
            words = import_words.CODE_DOES_NOT_FIT
        elif given and self._digests.get(given, digest(asked)) != digest(asked):
            words = import_words.CODE_TWICE_IN_FILE
        elif given:
            question = _known(given)
            if question is None or question.current_version.kind == asked.wording.kind:
                return given, question
            words = import_words.CODE_OF_ANOTHER
        if words is not None:
            losses.append(said(words, code=given, other=own))
        return own, _known(own)

    def _came(
        self,
        asked: ExchangedQuestion,
        wording: Wording,
        question: Question | None,
        code: str,
        losses: list[str],
    ) -> Came:
        if question is None:
            return Came.NEW
        is_given = code == asked.code.strip()
        if question.current_version.wording != wording:
            if is_given:
                return Came.VERSION
            losses.append(said(import_words.CHANGED_SINCE))
        elif is_given and self.says_place and self._moves(asked, question):
            return Came.MOVED
        return Came.UNCHANGED

    def _moves(self, asked: ExchangedQuestion, question: Question) -> bool:
        """Whether the file puts the question elsewhere in the bank than it stands."""
        category = category_at(named(asked.category)) if asked.category else None
        is_to_make = bool(asked.category) and category is None and self.places.can_add
        wanted = (
            category.pk if category else question.category_id,
            self.places.skills.get(asked.skill, question.skill_id),
            asked.difficulty,
            asked.language,
            set(asked.tags),
        )
        stands = (
            question.category_id,
            question.skill_id,
            question.difficulty,
            question.language,
            {tag.name for tag in question.tags.all()},
        )
        return is_to_make or wanted != stands

    def _is_elsewhere(
        self, told: ExchangedQuestion, asked: ExchangedQuestion, question: Question
    ) -> bool:
        """Whether what the file tells of the question's place is not so here; `asked` is what
        was made of it. What it need not have told counts for nothing."""
        category = category_at(named(asked.category)) if told.category else question.category
        is_to_make = bool(told.category) and category is None and self.places.can_add
        skill_id = self.places.skills.get(asked.skill, question.skill_id)
        return (
            is_to_make
            or (category is not None and category != question.category)
            or skill_id != question.skill_id
            or asked.difficulty not in (Difficulty.MEDIUM, question.difficulty)
            or asked.language not in (language_of(asked.wording), question.language)
            or (bool(asked.tags) and set(asked.tags) != {tag.name for tag in question.tags.all()})
        )

    def _with_picture(
        self, wording: Wording, asked: ExchangedQuestion, question: Question | None
    ) -> Wording:
        """The wording with its picture of the library; with that of the question where the format
        may have left it out."""
        version = question.current_version if question else None
        if asked.picture is not None:
            stored = kept_picture(asked.picture, version)
            return replace(wording, picture_id=stored.pk if stored else None)
        if version is None or version.picture_id is None or self.says_picture:
            return wording
        words = wording.picture_alt or version.picture_alt
        return replace(wording, picture_id=version.picture_id, picture_alt=words)

    def write(self, planned: Planned) -> None:
        """Raises as `write_question`; the caller has opened the transaction."""
        if planned.taken.came == Came.UNCHANGED:
            return
        wording, asked = planned.wording, planned.asked
        if asked.picture is not None and wording.picture_id is None:
            # An equal one may have come with a question further up.
            stored = kept_picture(asked.picture, None) or store_picture(
                self.actor, asked.picture, wording.picture_alt
            )
            wording = replace(wording, picture_id=stored.pk)
        is_placed = planned.question is None or self.says_place
        write_question(
            actor=self.actor,
            question=planned.question,
            code=planned.taken.code,
            wording=wording,
            place=self._place(planned) if is_placed else None,
        )

    def _place(self, planned: Planned) -> Place:
        asked, question = planned.asked, planned.question
        return Place(
            category_id=self.places.category_id(asked.category)
            or (question.category_id if question else None),
            skill_id=self.places.skills.get(asked.skill, question.skill_id if question else None),
            difficulty=asked.difficulty,
            language=asked.language,
            tags=asked.tags,
        )


def _known(code: str) -> Question | None:
    return Question.objects.filter(code=code).first()
