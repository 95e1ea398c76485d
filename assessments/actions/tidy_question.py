"""A question of a file as the bank can keep it, with what that costs. Part of a larger action,
`import_questions`."""

from collections.abc import Iterator
from dataclasses import replace

from assessments.actions.exchange_places import Places, check_exchanged_picture
from assessments.enums import Difficulty
from assessments.errors import TextNotStorable, import_words
from assessments.errors.exchange_words import said
from assessments.models.question import LANGUAGES
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.questions import ExchangedQuestion
from assessments.rules.kinds.base import is_storable
from assessments.rules.wording import Wording

LONGEST_TAG, LONGEST_ALT = 100, 200


def check_asked(asked: ExchangedQuestion, wording: Wording) -> None:
    """Raises a `WordingRefused` or a `QuestionNotTaken` where this is not a question that can be
    answered and marked."""
    if asked.picture is not None:
        check_exchanged_picture(asked.picture)
    texts = (wording.stem, wording.explanation, wording.picture_alt, *asked.tags, *asked.category)
    if not all(map(is_storable, texts)):
        raise TextNotStorable
    wording.check()


def tidied(
    asked: ExchangedQuestion, places: Places, *, default: tuple[str, ...]
) -> tuple[ExchangedQuestion, list[str]]:
    """The question with tags, language, category and the words for its picture that fit, and what
    is lost by that. `default` is the category of one that names none."""
    losses: list[str] = []
    asked = replace(
        asked,
        wording=_described(asked, losses),
        tags=tuple(_tags(asked, losses)),
        language=_language(asked, losses),
        difficulty=_difficulty(asked, losses),
        category=asked.category or default,
    )
    losses.extend(places.losses(asked.category, asked.skill))
    return asked, losses


def _described(asked: ExchangedQuestion, losses: list[str]) -> Wording:
    wording = asked.wording
    if asked.picture is not None and not wording.picture_alt.strip():
        wording = replace(wording, picture_alt=asked.picture.name.strip() or "?")
        losses.append(said(import_words.PICTURE_UNDESCRIBED))
    if len(wording.picture_alt) > LONGEST_ALT:
        wording = replace(wording, picture_alt=wording.picture_alt[:LONGEST_ALT])
        losses.append(said(import_words.DESCRIPTION_SHORTENED, most=LONGEST_ALT))
    return wording


def _tags(asked: ExchangedQuestion, losses: list[str]) -> Iterator[str]:
    for tag in dict.fromkeys(each.strip() for each in asked.tags):
        if len(tag) > LONGEST_TAG:
            losses.append(said(import_words.TAG_TOO_LONG, tag=tag[:LONGEST_TAG]))
        elif tag:
            yield tag


def _language(asked: ExchangedQuestion, losses: list[str]) -> str:
    if asked.language in dict(LANGUAGES):
        return asked.language
    other = language_of(asked.wording)
    losses.append(said(import_words.LANGUAGE_UNKNOWN, language=asked.language, other=other))
    return other


def _difficulty(asked: ExchangedQuestion, losses: list[str]) -> int:
    if asked.difficulty in Difficulty.values:
        return asked.difficulty
    losses.append(said(import_words.DIFFICULTY_UNKNOWN, difficulty=asked.difficulty))
    return int(Difficulty.MEDIUM)
