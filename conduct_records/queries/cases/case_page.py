"""What the page of a case shows beside its time-line."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conduct_records.models import Case, CaseStep, CodebookVersion, Evidence, Notice
from conduct_records.queries.cases.files import step_of
from conduct_records.queries.cases.knowledge import KnownThen
from conduct_records.queries.cases.notice_content import evidence_of
from conduct_records.queries.cases.step_lines import Line, tokens_in, yuan
from conduct_records.queries.reading import said as in_readers_words
from conduct_records.queries.words import LINES, SANCTIONS
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.records import (
    GRAVE,
    GRAVEST_FIRST,
    Record,
    kept_back,
    live_on,
    rung,
    still_to_take,
    to_pay_back,
)
from conduct_records.rules.codebook import SANCTIONS as BY_GRAVITY
from conduct_records.rules.codebook import Place, Rule, Sanction
from lms.people.queries.directory import names_of

LONGEST_TITLE = 28


def cases_for_page() -> QuerySet[Case]:
    """With everything that the gates and the page ask of the case itself."""
    return Case.objects.select_related(
        *("incident__unit", "incident__reported_by", "subject__unit", "subject__post")
    )


def step_rows(case: Case) -> list[CaseStep]:
    return list(case.steps.select_related("actor").order_by("number"))


def evidence_rows(case: Case) -> list[Evidence]:
    found: QuerySet[Evidence] = evidence_of(case)  # type: ignore[assignment]
    return list(found.select_related("added_by", "view"))


def notices_of(case: Case) -> list[Notice]:
    return list(
        case.notices.order_by("issued_at", "pk").only("kind", "number", "token", "issued_at")
    )


def people_in(file: CaseFile, rows: Iterable[CaseStep]) -> dict[str, str]:
    """The names of all whom the case names, by token. One query."""
    tokens = set(file.seats_ever)
    for row in rows:
        tokens |= tokens_in(step_of(row).content)
    return names_of(tokens)


# The head ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Headed:
    """A charge, or the rule that was reported, as the head of the page names it."""

    rule: Rule
    version: CodebookVersion
    listed: str
    is_charged: bool

    @property
    def title(self) -> str:
        return in_readers_words(self.rule.title)

    @property
    def line(self) -> str:
        return str(self.rule.line)

    @property
    def line_name(self) -> str:
        return str(LINES[self.rule.line])


def heads_of(case: Case, file: CaseFile, known: KnownThen) -> list[Headed]:
    """The gravest first; before anything is charged, the rule that the report names."""
    version, place = known.version, known.place
    if version is None:
        return []
    codes = list(file.charges) or [case.incident.rule_code]
    rules = [rule for code in codes if (rule := known.rule(code)) is not None]
    rules.sort(key=lambda rule: GRAVEST_FIRST.index(rule.line))
    return [
        Headed(rule, version, _listed(version, rule, place), rule.code in file.charges)
        for rule in rules
    ]


def _listed(version: CodebookVersion, rule: Rule, place: Place | None) -> str:
    """The list in which the person finds the rule, their own before everybody's."""
    lists = version.codebook.lists_for(place) if place else ()
    found = [(each, number) for each in lists for number, one in each.numbered if one == rule]
    if not found:
        return rule.code
    each, number = found[-1]
    title = in_readers_words(each.audience.title)
    return pgettext("rule", "%(list)s, No. %(number)d") % {"list": title, "number": number}


def title_of(what: str, heads: Sequence[Headed]) -> str:
    """The rule's, or how the report begins: `what` is what the reader may know of it."""
    return heads[0].title if heads else Truncator(what).chars(LONGEST_TITLE)


# Beside it ---------------------------------------------------------------------------------------

BAR_HEIGHT, LABELLED, WIDEST = 28, 104, 120


@dataclass(frozen=True)
class Bar:
    """One bar of the chart, in the chart's own units."""

    label: str
    count: int
    y: int
    width: int

    @property
    def text_y(self) -> int:
        return self.y + 14

    @property
    def rect_y(self) -> int:
        return self.y + 3

    @property
    def count_x(self) -> int:
        return LABELLED + self.width + 8


@dataclass(frozen=True)
class LikeCases:
    bars: tuple[Bar, ...]
    count: int

    @property
    def height(self) -> int:
        return BAR_HEIGHT * len(self.bars)

    @property
    def in_words(self) -> str:
        return _(", ").join(f"{bar.label} {bar.count}" for bar in self.bars)


def _short(sanction: Sanction) -> str:
    if sanction == Sanction.BONUS_DEDUCTION:
        return pgettext("sanction", "Deduction")
    return str(SANCTIONS[sanction])


def like_cases(given: Sequence[Sanction]) -> LikeCases:
    """`given` is what each of them got."""
    counted = Counter(given)
    most = max(counted.values(), default=1)
    shown = [each for each in BY_GRAVITY if counted[each]]
    bars = tuple(
        Bar(_short(each), counted[each], BAR_HEIGHT * at, WIDEST * counted[each] // most)
        for at, each in enumerate(shown)
    )
    return LikeCases(bars, len(given))


@dataclass(frozen=True)
class Standing:
    """What counts against the person today, and where the ladder stands for what is charged."""

    live: tuple[Record, ...]
    numbers: dict[str, str]
    steps: tuple[Line, ...]

    @property
    def lines(self) -> list[tuple[str, str, Record]]:
        """Number, what for, and the record."""
        return [(self.numbers.get(each.case, ""), self._what(each), each) for each in self.live]

    @staticmethod
    def _what(record: Record) -> str:
        if record.line is None:
            return pgettext("case", "Commended")
        sanction = SANCTIONS[record.sanction] if record.sanction else ""
        return f"{LINES[record.line]} · {sanction}"


def standing_of(case: Case, file: CaseFile, records: Sequence[Record]) -> Standing:
    """`records` are the person's without this case's. One query where there are any."""
    live = live_on(records, timezone.localdate())
    tokens = [each.case for each in live]
    numbers = {}
    if tokens:
        numbers = {each.token: each.number for each in Case.objects.filter(token__in=tokens)}
    happened_on = timezone.localdate(case.incident.happened_at)
    lines = sorted({charge.line for charge in file.charges.values()} - set(GRAVE))
    steps = tuple(
        (str(LINES[line]), str(SANCTIONS[rung(records, line, happened_on)])) for line in lines
    )
    return Standing(tuple(live), numbers, steps)


def pay_of(file: CaseFile) -> list[Line]:
    """What was kept back, is still to come, or goes back; empty where nothing was."""
    measure = file.decision.measure if file.decision else None
    if measure is None or measure.deduction is None:
        return []
    deduction = measure.deduction
    found = [(_("Decided"), yuan(deduction.amount)), (_("Kept back"), yuan(kept_back(file)))]
    if still_to_take(file):
        found.append((_("Carried over"), yuan(still_to_take(file))))
    if to_pay_back(file):
        found.append((_("To pay back"), yuan(to_pay_back(file))))
    return found
