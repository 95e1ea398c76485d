from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Kinds of question; `rules.kinds` holds a module for each."""

    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    SHORT_TEXT = "short_text", _("Short text")
    NUMBER = "number", pgettext_lazy("kind of question", "Number")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    CLOZE = "cloze", _("Cloze")
    SCENARIO = "scenario", _("Scenario")
    ESSAY = "essay", _("Essay")
    ROLE_PLAY = "role_play", _("Role-play")


# Answered by choosing among what is shown; a true/false question may ask for a reason besides.
CHOSEN_KINDS = (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE)


class QuestionState(models.TextChoices):
    """See `rules.question_process` for who moves a question from one state to the next."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    IN_USE = "in_use", _("In use")
    QUARANTINED = "quarantined", _("Quarantined")
    RETIRED = "retired", _("Retired")


class Difficulty(models.IntegerChoices):
    EASY = 1, _("Easy")
    MEDIUM = 2, _("Medium")
    HARD = 3, _("Hard")


class Outcome(models.TextChoices):
    """Which of several attempts counts (Moodle's grading methods)."""

    BEST = "best", _("The best attempt")
    LAST = "last", _("The last attempt")
    FIRST = "first", _("The first attempt")
    AVERAGE = "average", _("The average of all attempts")


class When(models.TextChoices):
    """From when on something is shown to the learner."""

    NEVER = "never", _("Never")
    EACH = "each", _("After each question")
    END = "end", _("After handing in")
    CLOSED = "closed", _("After the examination has closed")


class LatePolicy(models.TextChoices):
    """Whether an answer counts that reached the server after the deadline. It is always kept."""

    NEVER = "never", _("Late answers never count")
    GRACE = "grace", _("They count within a grace period")
    MARKER = "marker", _("They count where a marker allows it")


class Lateness(models.TextChoices):
    """Why an answer came too late."""

    IN_TIME = "", _("In time")
    DEADLINE = "deadline", _("After the deadline")
    HANDED_IN = "handed_in", _("After handing in")
    CLOSED = "closed", _("After the question was closed")


class MarkCause(models.TextChoices):
    """What gave an item its mark, or a sitting its result."""

    HANDED_IN = "handed_in", _("Handed in")
    MARKER = "marker", _("A marker judged")
    LATE = "late", _("A late answer was allowed")
    SETTLED = "settled", _("A trainer settled it")
    REGRADED = "regraded", _("The key was changed")
    WAIVED = "waived", _("The question was found faulty")
    IMPORTED = "imported", _("Taken over from another system")


class RegradeMode(models.TextChoices):
    """What a regrade makes of the answers to a question."""

    BY_KEY = "by_key", _("Mark them by the key reviewed last")
    WAIVED = "waived", _("Give everybody full marks")


class Attempts(models.TextChoices):
    """Which attempts statistics are made of."""

    FIRST = "first", _("First attempts")
    LAST = "last", _("Last attempts")
    BEST = "best", _("Best attempts")
    ALL = "all", _("All attempts")


class ExchangeFormat(models.TextChoices):
    """How questions come and go; `rules.exchange` holds a module for each."""

    GIFT = "gift", "GIFT"
    MOODLE_XML = "moodle-xml", "Moodle XML"
    AIKEN = "aiken", "Aiken"
    XLSX = "xlsx", _("Spreadsheet (xlsx)")
    DJANGO_QUIZ = "django-quiz", _("dumpdata of django-quiz-app")
    JSON = "json", "JSON"


class Scale(models.TextChoices):
    """How a point of an inspection sheet is scored; `rules.observing.sheet` knows the steps."""

    MET = "met", _("Met or missed")
    THREE = "three", _("Met, partly, missed")
    FIVE = "five", _("1 to 5")


class Layout(models.TextChoices):
    ONE = "one", _("One question a page")
    ALL = "all", _("All questions on one page")


class SittingState(models.TextChoices):
    """See `rules.sitting` for who moves a sitting from one state to the next."""

    OPEN = "open", _("In progress")
    SUBMITTED = "submitted", _("Waits for marking")
    MARKED = "marked", _("Marked")


class Truth(models.TextChoices):
    """The two answers to a true/false question."""

    TRUE = "true", _("True")
    FALSE = "false", _("False")
