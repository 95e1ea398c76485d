"""What people call the lines, the sanctions and what is wrong with a draft."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.rules.codebook import Codebook, Fault, Line, Problem, Sanction
from conduct_records.rules.comparison import Change
from lms.ui.language import in_readers_language

LINES = {
    Line.YELLOW: _("Yellow line"),
    Line.RED: _("Red line"),
    Line.BAN: pgettext_lazy("conduct", "Ban"),
    Line.FAULT: _("Concierge fault"),
}
SANCTIONS = {
    Sanction.ORAL_WARNING: _("Oral warning"),
    Sanction.WRITTEN_WARNING: _("Written warning"),
    Sanction.BONUS_DEDUCTION: _("Deduction from the month’s bonus"),
    Sanction.DISMISSAL: _("Dismissal"),
}
CHANGES = {
    Change.ADDED: pgettext_lazy("rule", "New"),
    Change.REMOVED: pgettext_lazy("rule", "Gone"),
    Change.REGRADED: pgettext_lazy("rule", "Other line"),
    Change.REWORDED: pgettext_lazy("rule", "Other words"),
    Change.RATED: pgettext_lazy("rule", "Other consequences"),
    Change.LISTED: pgettext_lazy("rule", "Other lists"),
    Change.ILLUSTRATED: pgettext_lazy("rule", "Other examples"),
}
_PROBLEMS = {
    Fault.NO_RULES: _("The codebook has no rules."),
    Fault.NO_AUDIENCE: _("Rule %(codes)s binds nobody: give it an audience."),
    Fault.UNKNOWN_AUDIENCE: _("Rule %(codes)s names an unknown audience: %(where)s."),
    Fault.SAME_CODE: _("Two rules have the code %(codes)s."),
    Fault.SAME_NUMBER: _("Two rules are number %(number)d of %(where)s: %(codes)s."),
    Fault.GAP_IN_NUMBERS: _("The list %(where)s has no number %(number)d."),
    Fault.NO_TEXT: _("Rule %(codes)s lacks its code, title or explanation."),
    Fault.SANCTIONS_REVERSED: _("Rule %(codes)s: the range of sanctions runs backwards."),
}


def problem_in_words(problem: Problem, codebook: Codebook) -> str:
    codes = _t(", ").join(problem.codes)
    where = _list_in_words(problem.where, codebook)
    values = {"codes": codes, "where": where, "number": problem.number}
    return str(_PROBLEMS[problem.fault]) % values


def _list_in_words(where: str, codebook: Codebook) -> str:
    """What `problems` names "line/audience", as people call it; a lone code stays one."""
    line, __, code = where.rpartition("/")
    if not line:
        return where
    titles = {each.code: each.title for each in codebook.audiences}
    return f"{LINES[Line(line)]} · {in_readers_language(titles[code].zh, titles[code].en)}"
