"""What an import says of the places, pictures and sittings that come with questions; see
`exchange_words`."""

from django.utils.translation import gettext_lazy as _

# Where a question stands, and under which code ------------------------------------------------

CODE_OF_ANOTHER = _(
    "The code “%(code)s” belongs to a question of another kind here. The imported one has the code "
    "%(other)s."
)
CODE_DOES_NOT_FIT = _(
    "The code “%(code)s” does not fit: letters a to z, digits, - and _, 30 at most. The imported "
    "question has the code %(other)s."
)
TWICE_IN_FILE = _("The same question stands further up in this file. It is imported once.")
CODE_TWICE_IN_FILE = _(
    "Another question further up in this file has the code “%(code)s”. This one has the code "
    "%(other)s."
)
CHANGED_SINCE = _(
    "This question was imported before and changed here since. It stays as it is here."
)
STANDS_ELSEWHERE = _(
    "The file puts it elsewhere in the bank. Category, skill, difficulty, language and tags stay "
    "as they are here."
)
SKILL_UNKNOWN = _("There is no skill with the code “%(skill)s”. The question has none.")
CATEGORY_TOO_LONG = _("The name of the category is shortened: “%(name)s”.")
CATEGORY_NOT_MADE = _("The category “%(path)s” is not here, and you may not make it.")
TAG_TOO_LONG = _("The tag “%(tag)s” is longer than 100 characters: left out.")
DIFFICULTY_UNKNOWN = _("The difficulty %(difficulty)s is not known: medium.")
LANGUAGE_UNKNOWN = _("The language “%(language)s” is not known: %(other)s.")
DESCRIPTION_SHORTENED = _("What the picture shows is shortened to %(most)s characters.")
PICTURE_REFUSED = _("The picture “%(name)s” cannot be taken: %(problem)s")
PICTURE_UNDESCRIBED = _(
    "The picture says in no words what it shows. Its name stands there: replace it."
)
HELD_BACK = _("Held back: something else was refused, and the import was to be strict.")
CODE_JUST_TAKEN = _("Somebody took the code “%(code)s” just now. Import the file again.")

# A dump of django-quiz-app --------------------------------------------------------------------

RECORD_BROKEN = _("The record lacks “%(field)s”, or it cannot be read.")
DUMP_IS_A_LIST = _("a dump is a list of records.")
DUMP_OF_ANOTHER = _("it holds no quiz and no question.")
RECORD_PLACE = _("record %(number)s")
RECORD_TWICE = _("A record of this table and number stands further up.")
RECORD_IS_NONE = _("This is no record of a dump: it needs “model”, “pk” and “fields”.")
QUESTION_MISSING = _("The text of the question is not in the file.")
KIND_MISSING = _(
    "The file does not say of what kind the question is: its record in multichoice, true_false or "
    "essay is missing."
)
NO_ANSWERS_IN_DUMP = _("None of its answers is in the file.")
ALL_RIGHT = _("All its answers are right, so there is nothing to choose.")
NONE_RIGHT = _("None of its answers is right.")
ANY_WAS_ENOUGH = _(
    "Several answers are right. There one of them was enough; here all of them must be ticked."
)
RIGHT_UNKNOWN = _("%(place)s does not say whether it is right: “%(value)s”.")
KIND_PASSED_OVER = _("It is of another kind as well, by its record in %(table)s: left out.")
ANSWERS_PASSED_OVER = _(
    "%(count)s answers to choose from belong to it, but it is no choice: left out."
)
REFERENCE_UNKNOWN = _("It belongs to something that is not in the file: %(what)s.")
ANSWER_WITHOUT_QUESTION = _("The answer belongs to a question that is not in the file.")
NO_QUESTIONS = _("The quiz asks no question.")
NO_QUESTIONS_LEFT = _("None of its questions could be imported.")
SOME_QUESTIONS_LEFT_OUT = _("Of its questions %(count)s could not be imported.")
PASS_MARK_RAISED = _("The pass mark was %(percent)s %%. Here it is 1 %% at least.")
PASS_MARK_LOWERED = _("The pass mark was %(percent)s %%. Here it is 100 %% at most.")
TITLE_SHORTENED = _("The title is shortened to %(most)s characters.")
MIXED_FOR_SOME = _(
    "Some of its questions mixed their answers and others did not. Here all of them are mixed."
)
QUIZ_IS_DRAFT = _("It was open to learners there. Here it begins as a draft.")
RESULTS_ARE_KEPT = _("Its results were not kept there. Here all of them are.")
QUIZ_TWICE = _("The same quiz stands further up in this file. It is imported once.")
QUIZ_CHANGED_SINCE = _(
    "This quiz was imported before and is not the same here. It stays as it is here."
)
PEOPLE_STAY = _("People come with the roster. Here they only say whose a sitting is (%(count)s).")
PROGRESS_DERIVED = _(
    "Progress is worked out from the sittings. What was counted there beyond them is lost: "
    "%(score)s"
)
NOT_FOR_US = _("This table is not about quizzes: %(count)s records.")
SITTING_OPEN = _("The sitting was not finished.")
SITTING_OF_NOBODY = _("The file does not say who sat it (user %(user)s).")
SITTING_OF_SEVERAL = _(
    "The file has several people with the number %(user)s, so that nobody knows who sat it."
)
SITTER_UNKNOWN = _("Nobody here has the staff number “%(name)s”.")
SITTING_QUIZ_UNKNOWN = _("Its quiz is not in the file, or could not be imported.")
SITTING_QUESTION_UNKNOWN = _("Question %(number)s of it is not in the file, or was refused.")
SITTING_JUST_THEN = _("The person began a sitting at the same moment. Import the file again.")
SITTING_OF_ONESELF = _("Nobody takes over a sitting of their own. Somebody else can.")
SITTING_QUIZ_IN_USE = _(
    "Its quiz can be sat here (it is no draft), and what was sat elsewhere is not put among that."
)
SITTING_SAME_QUESTION = _("Two of its questions are one and the same here.")
SITTING_TWICE = _("The same sitting stands further up in this file. It is imported once.")
SITTING_QUESTION_BESIDE = _(
    "Question %(number)s was answered or wrong, but did not stand on it: left out."
)
SITTING_WITHOUT_QUESTIONS = _("It does not say which questions were asked.")
SITTING_WITHOUT_START = _("It does not say when it was begun.")
SITTING_WITHOUT_END = _("It does not say when it was finished: when it was begun stands for it.")
SITTING_QUESTION_TWICE = _("Question %(number)s stood on it twice and counts once.")
ANSWERS_NOT_READ = _("Its answers cannot be read. Which of them were wrong is kept.")
ANSWER_NOT_READ = _("The answer to question %(number)s does not fit the question: left out.")
SCORE_DIFFERS = _(
    "It was worth %(told)s; by its list of wrong answers %(counted)s of %(most)s are right, which "
    "counts."
)
PASS_BY_ROUNDING = _(
    "It was passed there because %(percent)s %% were rounded up, and stays passed."
)
