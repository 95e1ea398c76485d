"""Finding the rule for what somebody saw, in their own words.

Chinese is compared by pairs of characters, other scripts by the stems of their words, so that the
question need not be put as the rule is. Everything is folded first (`lms.search.words`): width,
case, Traditional to Simplified.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conduct_records.rules.codebook import Codebook, Rule
from lms.search.words import CHINESE, folded, words

# What a rule is known by counts for more than what is told of it.
WEIGHTS = {"code": 12.0, "words": 6.0, "title": 5.0, "explanation": 2.0, "examples": 2.0}
# The whole question, word for word, in a search word or the title.
AS_SAID = 10.0
# A rule is found if it says at least this share of what was asked.
SHARE = 0.5
# What falls this far behind the nearest rule is noise.
FAR = 0.1
_RUN = re.compile(rf"[{CHINESE}]+|[^\W{CHINESE}]+")
_ENDINGS = re.compile(r"(?:(?<=\w{3})ing|(?<=\w{3})ed|(?<=[^s])s)$")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
# Words that say nothing about a matter.
_STOP = frozenset(
    "a an and are as at be been by for from had has have he her him his i in is it its my no not "
    "of off on one or our she so some somebody someone staff that the their them they this to up "
    "was we were who with you your".split()
)


@dataclass(frozen=True)
class Entry:
    """A rule as it is searched: what each part of it says."""

    rule: Rule
    parts: Mapping[str, frozenset[str]]
    sayings: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    rule: Rule
    score: float


def index_of(codebook: Codebook) -> tuple[Entry, ...]:
    return tuple(_entry(rule) for rule in codebook.rules)


def _entry(rule: Rule) -> Entry:
    said = {
        "code": [rule.code],
        "words": rule.words,
        "title": [rule.title.zh, rule.title.en],
        "explanation": [rule.explanation.zh, rule.explanation.en],
        "examples": [text for each in rule.examples for text in (each.zh, each.en)],
    }
    parts = {
        name: frozenset(token for text in texts for token in tokens(text))
        for name, texts in said.items()
    }
    sayings = (*rule.words, rule.title.zh, rule.title.en)
    return Entry(rule, parts, tuple(_plain(each) for each in sayings))


def _plain(text: str) -> str:
    return " ".join(words(text))


def tokens(text: str) -> list[str]:
    """What is compared: pairs of Chinese characters (a single one by itself), and stems."""
    found: list[str] = []
    for run in _RUN.findall(folded(text)):
        if re.match(rf"[{CHINESE}]", run):
            found += [run[at : at + 2] for at in range(max(1, len(run) - 1))]
        else:
            found.append(_stem(run))
    said = [token for token in found if token not in _STOP]
    return said or found


def _stem(word: str) -> str:
    if not word.isalpha() or word in _STOP:
        return word
    stem = _ENDINGS.sub("", word)
    return _DOUBLED.sub(r"\1", stem).removesuffix("e") if len(stem) > 2 else stem


def find(entries: Iterable[Entry], query: str) -> list[Found]:
    """The rules that say at least half of what was asked, the nearest first."""
    asked = dict.fromkeys(tokens(query))
    saying = _plain(query)
    if not asked or not saying:
        return []
    found = [Found(entry.rule, _score(entry, list(asked), saying)) for entry in entries]
    nearest = max((each.score for each in found), default=0.0)
    near = [each for each in found if each.score > FAR * nearest]
    return sorted(near, key=lambda each: -each.score)


def _score(entry: Entry, asked: list[str], saying: str) -> float:
    weights = [_weight(entry, token) for token in asked]
    share = sum(1 for weight in weights if weight) / len(asked)
    whole = max((_as_said(each, saying) for each in entry.sayings), default=0.0)
    if share < SHARE and not whole:
        return 0.0
    return sum(weights) / len(asked) * share + whole


def _weight(entry: Entry, token: str) -> float:
    """Of the weightiest part that says it. One Chinese character is also found within a pair."""
    is_short = len(token) == 1 and re.match(rf"[{CHINESE}]", token)
    return max(
        (
            WEIGHTS[name]
            for name, said in entry.parts.items()
            if token in said or (is_short and any(token in each for each in said))
        ),
        default=0.0,
    )


def _as_said(text: str, saying: str) -> float:
    if f" {saying} " not in f" {text} ":
        return 0.0
    return AS_SAID * len(saying) / len(text) + 1.0
