"""What is said of questions that come as Moodle XML, in a spreadsheet or as JSON; see
`exchange_words`."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.exchange_words import said as said

QUESTION_PLACE = _("question %(number)s")
ROW_PLACE = _("row %(number)s")

# What stands beside a question that its format cannot say -------------------------------------

NOTE_UNREADABLE = _("What was noted beside the question cannot be read and is left out.")
ENGLISH_OUTDATED = _(
    "The question was changed after it was exported. Its English wording does not fit and is left "
    "out."
)
NOTE_OUTDATED = _(
    "The question was changed after it was exported. What only this system had noted of its "
    "answers is left out."
)

# Moodle XML -----------------------------------------------------------------------------------

TYPE_NOT_KNOWN = _("Questions of the type “%(type)s” are not known here.")
TYPE_MISSING = _("The question does not say of which type it is.")
NOT_CLOSED = _("Here begins a question before the last one was closed.")
BROKEN_XML = _("The XML is broken here: %(problem)s.")
TOO_DEEP = _("Elements are nested too deeply.")
NOT_NUMBER = _("“%(text)s” is not a number.")
TRUTH_UNCLEAR = _("Of “true” and “false” exactly one must be fully right.")
GAP_UNKNOWN = _("The gap “%(text)s” is not understood.")
GAP_NOT_CLOSED = _("The gap that begins with “%(text)s” is not closed by }.")
CHOICE_OF_GAP_MISSING = _("Gap [[%(number)s]] has no choice of that number.")
PICTURE_MISSING = _("The picture “%(name)s” is not in the file.")
PICTURE_BROKEN = _("The picture “%(name)s” is not written as base64.")

PICTURE_ELSEWHERE = _("The picture “%(name)s” stands at another site and is not taken over.")
ONE_PICTURE = _("A question has one picture. Left out: %(name)s.")
FILE_LOST = _("The file “%(name)s” is not a picture of the question text and is left out.")
ELEMENT_LOST = _("What the element <%(name)s> says is left out.")
CATEGORY_LOST = _(
    "Of the category “%(name)s” only the name is kept, not its description or number."
)
MARKS_ROUNDED = _("It is worth %(marks)s there. Here marks are whole numbers from 1 to 100.")
ONE_RIGHT_OF_SEVERAL = _(
    "Several options could be ticked, though one alone is right. Here one is chosen."
)
WILDCARD_LOST = _("“%(text)s” accepts any text in place of *. Here “%(plain)s” is accepted.")
NOTHING_TO_COMPARE = _(
    "“%(text)s” was accepted too. It holds neither letters nor digits and is left out."
)
OTHER_FEEDBACK_LOST = _("The feedback to other answers is lost: “%(text)s”.")
WRONG_LEFT_OUT = _("The wrong answer “%(text)s” is left out: what is not accepted is wrong.")
CASE_LOST = _("Capitals and small letters are the same here.")
SAME_HERE = _("“%(text)s” is the same as another accepted answer here and is left out.")
PERCENT_ROUNDED = _("%(percent)s %% for “%(text)s” is rounded to a whole per cent.")
UNIT_INEXACT = _("How many of the first unit a “%(unit)s” is cannot be kept exactly.")
UNIT_GRADING_LOST = _("Marks for the unit alone are not given here.")
RUBRIC_MADE = _("The essay has no rubric. One criterion for the answer as a whole was made.")
ATTACHMENTS_LOST = _("Files cannot be handed in with an answer here.")
TEMPLATE_LOST = _("The answer begins empty here. The text that was to stand in it is kept aside.")
WEIGHTS_LOST = _("All gaps count the same here. Their weights are left out.")
GAP_FEEDBACK_LOST = _("Feedback inside the gaps is left out.")
GAP_PARTLY_RIGHT = _("“%(text)s” was partly right in a gap. Here an answer to a gap counts or not.")
GAP_TOLERANCE_LOST = _("The tolerance %(tolerance)s in a gap is left out: only %(value)s is right.")
GAP_SEVERAL = _("Of several answers that could be ticked in a gap, one is chosen here.")
GAP_SMALL = _("Capitals in a gap are the same as small letters here.")
DRAGGED = _("Words that were dragged into the gaps are chosen from lists here.")
STEPS_CHOSEN = _("All steps are shown here, not a selection of them.")
STEPS_CREDIT = _("Steps were counted as “%(rule)s”. Here those count that follow one another.")

# Spreadsheets ---------------------------------------------------------------------------------

NO_HEADINGS = _("No row of headings was found. There must be columns “%(kind)s” and “%(stem)s”.")
COLUMN_TWICE = _("There are two columns “%(name)s”.")
COLUMN_UNKNOWN = _("The column “%(name)s” is not known and is left out.")
KIND_UNKNOWN = _("“%(text)s” is no kind of question. Take one from the list in the column.")
KIND_MISSING = _("The kind of the question is missing.")
LETTER_UNKNOWN = _("“%(text)s” is not the letter of an option that is filled in.")
WEIGHTS_UNCLEAR = _("“%(text)s” is not understood. Write each option once, such as A=50%%、C=50%%.")
SAID_TO_NOTHING = _("The feedback “%(text)s” names no answer and is left out. Write A：…")
GAPS_IN_ONE_CELL = _("A text with gaps stands in one cell. Move “%(text)s” into the first one.")
FURTHER_SHEET = _("Only the first sheet is read. Move the questions of the sheet “%(name)s” there.")
SHEET_PLACE = _("sheet “%(name)s”")
SHOWN_OTHERWISE = _(
    "Cell %(cell)s holds a date, a time, a percentage or a fraction, not the text it shows. Format "
    "it as text and write it again."
)
ANSWER_MISSING = _("The right answer is missing.")
TRUTH_UNKNOWN = _("“%(text)s” is neither right nor wrong. Write 对 or 错.")
PAIR_UNCLEAR = _("“%(text)s” is no pair. Write: left = right.")
POINTS_UNCLEAR = _("“%(text)s” does not say its points. Write: criterion | points.")
MARKS_UNCLEAR = _("“%(text)s” is no whole number of marks.")
CREDIT_UNKNOWN = _("“%(text)s” is no way to count a partly right answer; it is left out.")
DIFFICULTY_UNCLEAR = _("“%(text)s” is no difficulty; medium was taken.")
LANGUAGE_UNCLEAR = _("“%(text)s” is no language of questions here; it was worked out.")
CELL_UNUSED = _("What stands in the column “%(name)s” has no meaning for this kind: left out.")
PICTURE_OF_NOTHING = _("A picture lies over a row without a question.")
PICTURE_NOT_PLACED = _("The picture “%(name)s” is of a format that spreadsheets do not show.")
SHEET_PICTURE_MISSING = _(
    "The picture “%(name)s” is not there. Insert it into the row as a picture over the cells."
)

# JSON -----------------------------------------------------------------------------------------

JSON_BROKEN = _("the text is no JSON (%(problem)s)")
JSON_OTHER_FORMAT = _("its “format” is not “%(format)s”")
JSON_NOT_QUESTION = _("This does not have the shape of a question: %(problem)s.")
