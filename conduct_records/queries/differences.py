"""Two codebooks side by side, rule by rule, for people to read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _t

from conduct_records.queries.words import CHANGES, LINES, SANCTIONS
from conduct_records.rules.codebook import Audience, Codebook, Line, Rule, Text
from conduct_records.rules.comparison import Change, RuleChange, compare
from conduct_records.rules.marking import Span, marked
from lms.people.enums import Standing
from lms.ui.han import in_readers_script


@dataclass(frozen=True)
class Part:
    """One part of a rule that differs, with its differences marked."""

    label: str
    spans: Sequence[Span]
    language: str = ""


@dataclass(frozen=True)
class Difference:
    change: Change
    code: str
    title: str
    line: Line
    parts: Sequence[Part]

    @property
    def label(self) -> str:
        return str(CHANGES[self.change])

    @property
    def line_label(self) -> str:
        return str(LINES[self.line])


def differences(old: Codebook, new: Codebook, audience: str = "") -> list[Difference]:
    """What changed in rules that stand, or stood, in lists of the audience; in all of them without
    one."""
    titles = {each.code: each.title for each in (*old.audiences, *new.audiences)}
    return [
        _difference(change, titles)
        for change in compare(old, new)
        if not audience or _concerns(change, audience)
    ]


def _concerns(change: RuleChange, audience: str) -> bool:
    return any(rule is not None and audience in rule.lists for rule in (change.old, change.new))


def counts(found: Sequence[Difference]) -> list[tuple[str, int]]:
    """How many changes there are of each kind, the gravest kind first."""
    counted = Counter(each.change for each in found)
    return [(str(label), counted[change]) for change, label in CHANGES.items() if counted[change]]


def audience_differences(old: Codebook, new: Codebook) -> list[Part]:
    """What changed in the codebook's title and in whom its lists bind."""
    before = {each.code: _audience_in_words(each) for each in old.audiences}
    after = {each.code: _audience_in_words(each) for each in new.audiences}
    pairs = [(_t("Title"), str(_both(old.title)), str(_both(new.title)))]
    pairs += [
        (_t("Audience %(code)s") % {"code": code}, before.get(code, ""), after.get(code, ""))
        for code in dict.fromkeys([*before, *after])
    ]
    return [Part(label, marked(was, now)) for label, was, now in pairs if was != now]


def _both(text: Text) -> str:
    return " · ".join(part for part in (text.zh, text.en) if part)


def _audience_in_words(audience: Audience) -> str:
    standing = str(Standing(audience.standing).label) if audience.standing else _t("All")
    return " · ".join([_both(audience.title), standing, *audience.posts])


def _difference(change: RuleChange, titles: dict[str, Text]) -> Difference:
    rule = change.rule
    before = dict(_parts(change.old, titles)) if change.old else {}
    after = dict(_parts(change.new, titles)) if change.new else {}
    parts = [
        Part(label, marked(before.get((label, language), ""), said), language)
        for (label, language), said in ((key, after.get(key, "")) for key in (after or before))
        if before.get((label, language), "") != said
    ]
    title = in_readers_script(rule.title.in_language(get_language() or ""))
    return Difference(change.change, rule.code, title, rule.line, parts)


Key = tuple[str, str]


def _parts(rule: Rule, titles: dict[str, Text]) -> Iterator[tuple[Key, str]]:
    """Everything a rule says, part by part, in words."""
    yield (pgettext("conduct", "Line"), ""), str(LINES[rule.line])
    for label, text in (
        (_t("Title"), rule.title),
        (pgettext("conduct", "Explanation"), rule.explanation),
    ):
        yield (label, "zh"), text.zh
        yield (label, "en"), text.en
    lists = [f"{_named(code, titles)} {number}" for code, number in rule.lists.items()]
    yield (_t("Lists and numbers"), ""), " · ".join(lists)
    mildest, gravest = (str(SANCTIONS[each]) for each in rule.sanctions)
    yield (
        (_t("Recommended sanctions"), ""),
        mildest if mildest == gravest else f"{mildest} – {gravest}",
    )
    yield (pgettext("conduct", "Points"), ""), str(rule.points)
    yield (_t("Months until spent"), ""), str(rule.months)
    yield (pgettext("conduct", "Examples"), "zh"), "\n".join(each.zh for each in rule.examples)
    yield (pgettext("conduct", "Examples"), "en"), "\n".join(each.en for each in rule.examples)
    yield (_t("Words people search by"), ""), " · ".join(rule.words)


def _named(code: str, titles: dict[str, Text]) -> str:
    return titles[code].in_language(get_language() or "") if code in titles else code
