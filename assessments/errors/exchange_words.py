"""What a question loses on its way in or out, and why one cannot come along, in words.

`said` fills a message in. Rules hand these out as plain text, in the language of whoever asked for
the import or export, as they end up in a report.
"""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def said(message: str | Promise, **where: object) -> str:
    """The message in the reader's language."""
    return str(message) % where if where else str(message)


def in_language(message: str | Promise, language: str) -> str:
    """The message in the language of a question, for what becomes part of it."""
    with translation.override(language):
        return str(message)


LINE = _("line %(line)s")

# Text with formatting -----------------------------------------------------------------------

FORMATTING_LOST = _("Formatting is lost: %(what)s.")
BOLD = _("bold")
ITALIC = _("italic")
UNDERLINED = _("underlined")
STRUCK = _("struck through")
COLOUR = _("colours and fonts")
RAISED = _("raised or lowered characters")
HEADING = _("headings")
TABLE = _("tables")
CODE = _("fixed-width letters")
PICTURE_LOST = _("A picture in the text is lost: %(name)s.")
MEDIUM_LOST = _("A recording or an embedded page is lost: %(name)s.")
WITHOUT_NAME = _("without a name")

# Questions of GIFT and Aiken ----------------------------------------------------------------

ASKS_NOTHING = _("This is a description: it asks nothing, so there is nothing to mark.")
WIDE_BRACES = _("The braces are full-width: write { and } for the answer.")
WIDE_SIGNS = _(
    "An answer begins with the full-width sign “%(sign)s”: write =, ~, #, -> and %% in half width. "
    "Within a text it may stand between two spaces or none."
)
NO_ANSWER_CLOSED = _("The answer that begins with { is not closed by }.")
NO_ANSWER_OPENED = _("There is a closing } without an opening {. Put a backslash before it.")
TWO_ANSWERS = _(
    "After the answer follows a second { or }. A question has one answer; put a backslash before a "
    "brace that is part of the text."
)
NAME_NOT_CLOSED = _("The name that begins with :: is not closed by ::.")
NO_ANSWERS = _("Between the braces stands no answer that could be read.")
NOT_A_NUMBER = _("“%(text)s” is not a number, a number with a tolerance (3:1) or a range (2..4).")
PAIR_WITHOUT_ARROW = _("“%(text)s” is no pair: write left -> right.")
PAIR_WITHOUT_PARTNER = _("“%(text)s” has no partner.")
WRONG_ANSWER_DROPPED = _("The wrong answer “%(text)s” is left out: what is not accepted is wrong.")
ANY_OTHER_LOST = _("Any other answer was to earn %(percent)s %%. Here it earns nothing.")
WRONG_FEEDBACK_LOST = _("The feedback to any other answer is lost: “%(text)s”.")
WILDCARD_KEPT = _("“%(text)s” holds a *. Here it is a plain character, not “anything”.")
PERCENT_ROUNDED = _("%(percent)s %% for “%(text)s” is rounded to a whole per cent.")
SEVERAL_FULL = _(
    "Several options are marked as fully right. Learners must tick all of them, not just one."
)
PERCENTS_NOT_KEPT = _(
    "The percentages do not add up to 100: full marks are given for exactly the right set."
)
ESSAY_RUBRIC_MADE = _("The essay has no rubric. One criterion for the whole answer was made.")
SINGLE_MADE = _("Only one option is right, so it becomes a single choice.")
NAME_TOO_LONG = _("The name is too long to be kept.")
WHOLE_ANSWER = _("The answer as a whole")
GAP_LEFT = "_____"

AIKEN_NO_OPTIONS = _("After the question follow no options such as “A. …”.")
AIKEN_NO_ANSWER = _("There is no line “ANSWER: A” after the options.")
AIKEN_ANSWER_UNKNOWN = _("The answer “%(answer)s” is the letter of no option.")
AIKEN_LETTER_EXPECTED = _("Here option %(letter)s was expected: “%(text)s”.")
AIKEN_NO_QUESTION = _("Options or an answer stand here without a question before them.")

# What an export leaves out -------------------------------------------------------------------

NOT_EQUAL = _("Read again, the question would not be quite the same.")
NOT_IN_FORMAT = _("The format has no questions of the kind “%(kind)s”: left out.")
PICTURE_NOT_IN_FORMAT = _("The format holds no pictures: this one is left out.")
FORMAT_LACKS = _("The format cannot say: %(what)s.")
LACKS_PICTURE = _("the picture")
LACKS_EXPLANATION = _("why the answer is right")
LACKS_MARKS = _("the marks")
LACKS_ENGLISH = _("the English wording")
LACKS_FEEDBACK = _("feedback")
LACKS_PERCENTS = _("percentages")
LACKS_LINES = _("line breaks")
LACKS_PLACE = _("code, category, skill, difficulty, language or tags")
LACKS_CARRIED = _("what an import brought that is not used here")
