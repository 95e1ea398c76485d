"""What other programs do not see of a question, though it comes back whole when it is read here:
GIFT and Moodle XML carry it along in a form of our own."""

from collections.abc import Iterable, Iterator

from assessments.enums import Difficulty, ExchangeFormat, Kind
from assessments.errors import elsewhere_words as words
from assessments.errors.exchange_words import said
from assessments.rules.exchange.questions import ExchangedQuestion, Refused
from assessments.rules.wording import Wording

# Kinds that the formats lack: other programs see an essay, or for an ordering in GIFT a matching.
AS_ESSAY = {
    ExchangeFormat.GIFT: (Kind.CLOZE, Kind.SCENARIO, Kind.ROLE_PLAY),
    ExchangeFormat.MOODLE_XML: (Kind.SCENARIO, Kind.ROLE_PLAY),
}


def unseen_elsewhere(format: str, questions: Iterable[ExchangedQuestion]) -> Iterator[Refused]:
    """For each question that another program sees only in part, its code and what is missing. The
    other formats have no program of their own that could miss anything."""
    if format not in AS_ESSAY:
        return
    for question in questions:
        lost = list(_lost(ExchangeFormat(format), question))
        if lost:
            yield Refused("", question.code, said(words.UNSEEN, what=", ".join(lost)))


def _lost(format: ExchangeFormat, question: ExchangedQuestion) -> Iterator[str]:
    wording, is_gift = question.wording, format == ExchangeFormat.GIFT
    kind = Kind(wording.kind)
    if kind in AS_ESSAY[format]:
        yield said(words.SEEN_AS_ESSAY, kind=str(kind.label))
    yield from _of_kind(kind, wording, is_gift=is_gift)
    if is_gift and wording.marks != 1:
        yield str(words.MARKS)
    if wording.english:
        yield str(words.ENGLISH)
    if question.skill or question.difficulty != Difficulty.MEDIUM:
        yield str(words.PLACE)


def _of_kind(kind: Kind, wording: Wording, *, is_gift: bool) -> Iterator[str]:
    content, key = wording.content, wording.key
    unseen = {
        Kind.TRUE_FALSE: (words.REASON, content.get("asks_reason")),
        Kind.ESSAY: (words.RUBRIC, True),
        Kind.SHORT_TEXT: (words.SYNONYMS, key.get("synonyms")),
        Kind.NUMBER: (words.UNITS, is_gift and content.get("units")),
        Kind.MULTIPLE_CHOICE: (words.CREDIT, key.get("credit") != "weights"),
        Kind.ORDERING: (words.SEEN_AS_MATCHING, is_gift),
    }
    text, is_lost = unseen.get(kind, ("", False))
    if is_lost:
        yield str(text)
