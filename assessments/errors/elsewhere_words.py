"""What other programs do not see of a question that was exported; see `exchange_words`."""

from django.utils.translation import gettext_lazy as _

UNSEEN = _("Other programs do not see: %(what)s.")
SEEN_AS_ESSAY = _("that it is of the kind “%(kind)s” (they see an essay)")
SEEN_AS_MATCHING = _("that steps are to be put in order (they see matching with numbers)")
REASON = _("that a reason is asked for")
RUBRIC = _("the rubric")
SYNONYMS = _("synonyms")
UNITS = _("units")
CREDIT = _("how a partly right answer counts here")
MARKS = _("the marks")
ENGLISH = _("the English wording")
PLACE = _("skill and difficulty")
