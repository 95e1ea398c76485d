"""Figures in words: what each is called, what it says, and why one is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from assessments.rules.statistics.figures import WholeFigures
from assessments.rules.statistics.intervals import LEAST
from assessments.rules.statistics.reading import Doubt, Figure, Flag, Missing, read_whole

Words = str | Promise

MISSING: dict[Missing, Words] = {
    Missing.NOTHING: gettext_lazy("no sitting yet"),
    Missing.ONE: gettext_lazy("one sitting has no spread"),
    Missing.TOO_FEW: gettext_lazy("too few to say"),
    Missing.NO_SPREAD: gettext_lazy("all are the same"),
    Missing.PAPERS_DIFFER: gettext_lazy("papers differ"),
    Missing.NEGATIVE: gettext_lazy("works against the rest"),
    Missing.NOT_GUESSED: gettext_lazy("cannot be guessed"),
}
FLAGS: dict[Flag, Words] = {
    Flag.NEGATIVE: gettext_lazy("the weaker do better than the stronger"),
    Flag.BELOW_GUESSING: gettext_lazy("worse than guessing: is the key right?"),
    Flag.HARD: gettext_lazy("very hard"),
    Flag.EASY: gettext_lazy("very easy"),
    Flag.WEAK: gettext_lazy("tells the strong from the weak poorly"),
    Flag.OPTIONS: gettext_lazy("odd options"),
}
DOUBTS: dict[Doubt, Words] = {
    Doubt.STRONG_CHOOSE: gettext_lazy("The strong choose it more than the weak."),
    Doubt.WEAK_FIND: gettext_lazy("The weak find it more than the strong."),
    Doubt.NOBODY: gettext_lazy("Nobody chooses it."),
    Doubt.HARDLY: gettext_lazy("Hardly anybody chooses it."),
}
NAMES: dict[str, Words] = {
    "pass_rate": gettext_lazy("Pass rate"),
    "mean": pgettext_lazy("statistics", "Mean"),
    "median": gettext_lazy("Median"),
    "deviation": gettext_lazy("Standard deviation"),
    "skewness": gettext_lazy("Skewness"),
    "kurtosis": gettext_lazy("Kurtosis"),
    "consistency": gettext_lazy("Internal consistency"),
    "error_ratio": gettext_lazy("Error ratio"),
    "standard_error": gettext_lazy("Standard error"),
    "facility": gettext_lazy("Facility index"),
    "discrimination": gettext_lazy("Discrimination index"),
    "efficiency": gettext_lazy("Discriminative efficiency"),
    "intended": gettext_lazy("Intended weight"),
    "effective": gettext_lazy("Effective weight"),
    "guess": gettext_lazy("Random-guess score"),
}
SAYS: dict[str, Words] = {
    "pass_rate": gettext_lazy("Suspended results are left out until they stand again."),
    "mean": gettext_lazy("Of what the paper is worth."),
    "median": gettext_lazy("Half reached more, half less."),
    "deviation": gettext_lazy("How far results lie apart."),
    "skewness": gettext_lazy("Below 0: a tail towards low results; above 0: towards high ones."),
    "kurtosis": gettext_lazy("0 as in a normal distribution; above: more peaked."),
    "consistency": gettext_lazy("Good from 75 %; below 64 %, chance has too large a part."),
    "error_ratio": gettext_lazy("The part of the spread that is chance."),
    "standard_error": gettext_lazy("So far a result may lie from what the person can do."),
    "facility": gettext_lazy("The mean share of the marks that was earned."),
    "discrimination": gettext_lazy(
        "How far who does well here does well elsewhere; from 30 % good."
    ),
    "efficiency": gettext_lazy("The same, of what this question could reach at most."),
    "intended": gettext_lazy("Its part of the marks of the paper."),
    "effective": gettext_lazy("Its part in what sets results apart."),
    "guess": gettext_lazy("What blind guessing earns on average."),
}
_PLAIN = ("skewness", "kurtosis")


@dataclass(frozen=True)
class Said:
    """A figure as it is shown: `text` is a number, or a dash with why there is none."""

    name: Words
    says: Words
    text: str
    between: str = ""
    why: Words = ""


def said(name: str, figure: Figure) -> Said:
    if figure.value is None:
        why = MISSING[figure.missing] if figure.missing else ""
        return Said(NAMES[name], SAYS[name], "–", why=why)
    between = ""
    if figure.interval is not None:
        ends = (_number(name, end) for end in (figure.interval.low, figure.interval.high))
        between = pgettext("interval", "%s to %s") % tuple(ends)
    return Said(NAMES[name], SAYS[name], _with_unit(name, figure.value), between)


def _number(name: str, value: float) -> str:
    written = floatformat(value, 2) if name in _PLAIN else floatformat(value * 100, 1)
    return str(written).replace("-", "−")


def _with_unit(name: str, value: float) -> str:
    number = _number(name, value)
    return number if name in _PLAIN else f"{number} %"


def percent(value: float | None) -> str:
    """A share; "–" where there is none."""
    return "–" if value is None else f"{floatformat(value * 100, 1)} %"


WHOLE = (
    "pass_rate",
    "mean",
    "median",
    "deviation",
    "consistency",
    "standard_error",
    "error_ratio",
    "skewness",
    "kurtosis",
)


def whole_in_words(whole: WholeFigures) -> list[Said]:
    reading = read_whole(whole)
    return [said(name, getattr(reading, name)) for name in WHOLE]


def basis_in_words(whole: WholeFigures) -> str:
    """Of what the consistency was worked out."""
    if whole.basis == "questions":
        return _(
            "Everybody had the same questions: the internal consistency is worked out of them."
        )
    if whole.basis == "places":
        return _(
            "Papers were drawn: the internal consistency is worked out of the places on the paper,"
            " and there are no effective weights."
        )
    return _(
        "Papers differ in length or in what questions are worth, or a question was waived for some:"
        " there is no internal consistency and there are no effective weights."
    )


def flags_in_words(flags: Iterable[Flag]) -> list[Words]:
    return [FLAGS[flag] for flag in flags]


def too_few() -> str:
    return _(
        "Fewer than %(least)d sittings: what was counted is shown, and nothing is inferred from it."
    ) % {"least": LEAST}
