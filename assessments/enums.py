from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Kinds of question; `rules.kinds` holds a module for each."""

    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")


class Feedback(models.TextChoices):
    """What the learner sees of a marked sitting."""

    SCORE = "score", _("The score only")
    MARKS = "marks", _("Which answers were right")
    FULL = "full", _("Which answers were right, the key and the reasons")


class SittingState(models.TextChoices):
    """See `rules.sitting` for who moves a sitting from one state to the next."""

    OPEN = "open", _("In progress")
    MARKED = "marked", _("Marked")


class Truth(models.TextChoices):
    """The two answers to a true/false question."""

    TRUE = "true", _("True")
    FALSE = "false", _("False")
