"""What does not make a question that can be answered and marked, in words for its author."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError


class WordingRefused(AssessmentError):
    """The text, content or key of a question does not make a question that can be marked."""

    message = _("The content does not have the shape of this kind of question.")


class StemMissing(WordingRefused):
    message = _("Write the question.")


class MarksOutOfRange(WordingRefused):
    message = _("A question is worth 1 to 100 marks.")


class PictureNotDescribed(WordingRefused):
    message = _("Say what the picture shows, for who cannot see it.")


class TooFewOptions(WordingRefused):
    message = _("Give at least two options.")


class TooManyOptions(WordingRefused):
    message = _("Give at most 26 options.")


class OptionEmpty(WordingRefused):
    message = _("An option has no text.")


class OptionTwice(WordingRefused):
    message = _("Two options have the same text.")


class NotOneRight(WordingRefused):
    message = _("Tick exactly one option as right.")


class NotSeveralRight(WordingRefused):
    message = _("Tick at least two options as right, and leave at least one wrong.")


class FeedbackDoesNotFit(WordingRefused):
    message = _("Feedback has one text for each option.")


class EnglishDoesNotFit(WordingRefused):
    message = _("The English wording does not have the parts that the question has.")


class WordingRefusedAt(WordingRefused):
    """A refusal that says where: its message takes what it is made with."""

    def __init__(self, **where: object) -> None:
        super().__init__()
        self.where = where

    def __str__(self) -> str:
        return str(self.message) % self.where


class TextTooLong(WordingRefusedAt):
    message = _("A text is too long: write at most %(most)s characters.")


class TextNotStorable(WordingRefused):
    message = _("A text holds a character that cannot be stored.")


class TextMissing(WordingRefused):
    message = _("A text is empty.")


class TooManyParts(WordingRefusedAt):
    message = _("The question has too many parts: at most %(most)s.")


class AcceptedEmpty(WordingRefused):
    message = _("An accepted answer is empty: punctuation and spaces do not count.")


class AcceptedTwice(WordingRefused):
    message = _("Two accepted answers count as the same.")


class NoFullAnswer(WordingRefused):
    message = _("Give at least one accepted answer that earns full marks.")


class PercentOutOfRange(WordingRefused):
    message = _("An accepted answer earns 1 to 100 per cent.")


class SynonymsRefused(WordingRefused):
    message = _("Synonyms are groups of two or more words; a word stands in one group only.")


class KeyIsNoNumber(WordingRefused):
    message = _("The right answer and its tolerance must be numbers, such as 30 or 0.5.")


class ToleranceNegative(WordingRefused):
    message = _("The tolerance must not be below zero.")


class UnitUnknown(WordingRefused):
    message = _("The unit of the right answer is not among the units.")


class UnitsRefused(WordingRefused):
    message = _("Each unit needs a name, and no two may have the same.")


class ConversionRefused(WordingRefused):
    message = _(
        "Say for every unit, in a number above zero, how many of the first unit it is; "
        "the first is 1."
    )


class PairsRefused(WordingRefused):
    message = _("Every line on the left needs one partner on the right.")


class TooFewSteps(WordingRefused):
    message = _("Give at least two steps.")


class SameTextTwice(WordingRefused):
    message = _("Two parts have the same text and could not be told apart.")


class NoGap(WordingRefused):
    message = _("The text has no gap. Put what is to be filled in between curly braces.")


class BraceMissing(WordingRefusedAt):
    message = _("Line %(line)s: the gap that begins with “%(text)s” has no closing brace.")


class BraceTooMany(WordingRefusedAt):
    message = _("Line %(line)s: the closing brace after “%(text)s” closes no gap.")


class GapEmpty(WordingRefusedAt):
    message = _("Gap %(gap)s is empty, or one of its answers is.")


class GapWithoutRight(WordingRefusedAt):
    message = _(
        "Gap %(gap)s needs a right and a wrong option, no two the same. "
        "Put ~ between options and = before those that are right."
    )


class RubricMissing(WordingRefused):
    message = _("Give at least one point to mark, each with a text and 1 to 100 points.")


class LengthsRefused(WordingRefusedAt):
    message = _("The least length must not be above the greatest, and that not above %(most)s.")


class ScenarioEmpty(WordingRefused):
    message = _("Write at least one turn with choices, and one that ends the talk.")


class TurnUnknown(WordingRefusedAt):
    message = _("Turn “%(turn)s” leads to a turn that there is not.")


class DeadEnd(WordingRefusedAt):
    message = _("Turn “%(turn)s” is a dead end: it has no choices and is no ending.")


class EndingWithChoices(WordingRefusedAt):
    message = _("Turn “%(turn)s” is an ending, so it can have no choices.")


class NoWayOut(WordingRefusedAt):
    message = _("From turn “%(turn)s” no ending can be reached.")


class TurnUnreachable(WordingRefusedAt):
    message = _("Turn “%(turn)s” cannot be reached from the beginning.")


class TurnWithoutText(WordingRefusedAt):
    message = _("Turn “%(turn)s” lacks a text, or one of its choices does.")


class ChoiceTwice(WordingRefusedAt):
    message = _("Turn “%(turn)s” has two choices with the same text.")


class TooManyChoices(WordingRefusedAt):
    message = _("Turn “%(turn)s” has too many choices: at most %(most)s.")


class ScoreOutOfRange(WordingRefusedAt):
    message = _("Turn “%(turn)s”: a choice scores 0 to 100 points.")


class NothingToEarn(WordingRefused):
    message = _("No way through the talk earns a point. Choices that lead round in a loop do not.")


class LineNotUnderstood(WordingRefusedAt):
    message = _("Line %(line)s is not understood: %(text)s")


class LineOutsideTurn(WordingRefusedAt):
    message = _("Line %(line)s belongs to no turn. Begin a turn with # and its name.")


class TurnNameMissing(WordingRefusedAt):
    message = _("Line %(line)s: give the turn a name, without @ or ->.")


class TurnNameTwice(WordingRefusedAt):
    message = _("Line %(line)s: there is a turn “%(turn)s” already.")


class TurnNameUnknown(WordingRefusedAt):
    message = _("Line %(line)s leads to “%(turn)s”, but no turn has that name.")


class PairWithoutSides(WordingRefusedAt):
    message = _("Line %(line)s needs a left and a right side with = between them.")


class PointsNotUnderstood(WordingRefusedAt):
    message = _("Line %(line)s: after | stands a whole number.")


class PartnerSaidTwice(WordingRefusedAt):
    message = _("Line %(line)s: this partner has another English text further up.")


class EnglishLinesDoNotFit(WordingRefusedAt):
    message = _("Here are %(found)s lines, in the Chinese %(wanted)s. Write one line for each.")


class GapOfAnotherNumber(WordingRefusedAt):
    message = _(
        "Gap %(gap)s: write its number in braces. "
        "Its answers stand in the Chinese text, for both languages."
    )


class GapMarkedOtherwise(WordingRefusedAt):
    message = _("Gap %(gap)s: give the options of the Chinese text in their order, = included.")


class TalkGoesOtherwise(WordingRefusedAt):
    message = _("Turn “%(turn)s”: names, choices and where they lead stay as in the Chinese.")
