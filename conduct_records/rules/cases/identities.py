"""Who reported an incident and who witnessed it, and how they are called before whoever may not
know them: "Reporter", "Witness 1". The numbers follow the order of the interviews.

Witnesses of *service* are not meant: they stand for a paper being handed over, and the person
concerned was there.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from conduct_records.rules.cases.spelling import key, spans_of
from conduct_records.rules.cases.steps import Interviewed, InterviewRole, Step

# A name is followed by what explains it, or by another: 王芳（保洁）.
BREAK = re.compile(r"[()（）\[\]【】〔〕,，、;；]+")
SHORTEST = 2
HIDDEN_ROLES = (InterviewRole.WITNESS, InterviewRole.REPORTER)


class Part(StrEnum):
    REPORTER = "reporter"
    WITNESS = "witness"
    WORDS = "words"


@dataclass(frozen=True)
class Cover:
    """What somebody is called instead of by their name; witnesses have a number."""

    part: Part
    number: int = 0


NOBODY: Mapping[str, Collection[str]] = MappingProxyType({})
REPORTER = Cover(Part.REPORTER)
# Of a whole text in which somebody may be named.
WORDS = Cover(Part.WORDS)


@dataclass(frozen=True)
class Reader:
    """Who reads: their token, and whether a second person has opened the identities to them."""

    token: str
    is_reporter: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class Veil:
    """What of the identities of one incident somebody does not get to see, by name."""

    hidden: Mapping[str, Cover] = field(default_factory=dict)
    # By what they are called in the record of their interview, however short.
    interviewed: Mapping[str, Cover] = field(default_factory=dict)
    hides_reporter: bool = True
    # Somebody else's names stand open by an approval: looking at them is a look of its own.
    is_lifted: bool = False
    # Whether files that others handed in go by their own names.
    names_files: bool = True
    # Some of the names were erased, and cannot be found any more where they stand.
    lacks_names: bool = False

    def cover_of(self, name: str) -> Cover | None:
        """Of somebody who was interviewed; None where the reader may know the name."""
        return self.interviewed.get(name.strip())

    def over(self, text: str, word: Callable[[Cover], str]) -> str:
        """The text with what each of the hidden is called in the place of their names."""
        shown, end = [], 0
        for start, stop, cover in self._gaps(text):
            shown += [text[end:start], word(cover)]
            end = stop
        return "".join([*shown, text[end:]])

    def over_report(self, text: str, word: Callable[[Cover], str]) -> str:
        """The same of what was reported or handed in with it, or said in an interview: closed as a
        whole where it may name somebody whose name is not known any more."""
        if self.lacks_names and text.strip():
            return word(WORDS)
        return self.over(text, word)

    def names_somebody(self, text: str) -> bool:
        return next(self._gaps(text), None) is not None

    def _gaps(self, text: str) -> Iterator[tuple[int, int, Cover]]:
        """In the order of the text; names that overlap are one gap."""
        found = sorted(
            ((span, cover) for name, cover in self.hidden.items() for span in spans_of(name, text)),
            key=lambda each: (each[0][0], -each[0][1]),
        )
        while found:
            (start, stop), cover = found.pop(0)
            while found and found[0][0][0] < stop:
                stop = max(stop, found.pop(0)[0][1])
            yield start, stop, cover


OPEN = Veil(hides_reporter=False)
# Before the person whom a case is about.
BEFORE_SUBJECT = Veil(names_files=False)


def names_in(name: str) -> tuple[str, ...]:
    """A name as it was typed, and all that is written in it between brackets and commas."""
    parts = (each.strip() for each in (name, *BREAK.split(name)))
    return tuple(dict.fromkeys(each for each in parts if len(each) >= SHORTEST))


def witnesses_of(steps: Iterable[Step]) -> dict[str, Cover]:
    """Those who were interviewed as witnesses or as whoever reported it, by what they are called
    in the interview."""
    found: dict[str, Cover] = {}
    for step in steps:
        match step.content:
            case Interviewed(role=InterviewRole.REPORTER, name=name):
                found.setdefault(name.strip(), REPORTER)
            case Interviewed(role=InterviewRole.WITNESS, name=name):
                number = 1 + len({c.number for c in found.values() if c.part == Part.WITNESS})
                found.setdefault(name.strip(), Cover(Part.WITNESS, number))
    return found


def lacks_names(steps: Iterable[Step]) -> bool:
    """Whether somebody was interviewed whose name was erased since."""
    return any(
        isinstance(step.content, Interviewed)
        and step.content.role in HIDDEN_ROLES
        and not step.content.name.strip()
        for step in steps
    )


def veil_for(
    reader: Reader,
    reporter_names: Collection[str],
    steps: Iterable[Step],
    known: Collection[str] = (),
    accounts: Mapping[str, Collection[str]] = NOBODY,
    *,
    are_gone: bool = False,
) -> Veil:
    """Who is meant knows themselves, and whoever recorded an interview knows whom they asked.
    `known` are the names of those who act in the case, or whom it is about: no secret. `accounts`
    are the names, by token, of those who were interviewed and belong to the company; `are_gone`
    where names of reporter or witnesses were erased."""
    if reader.is_open:
        return Veil(hides_reporter=False, is_lifted=True)
    taken = tuple(steps)
    asked = {
        step.content.name.strip()
        for step in taken
        if isinstance(step.content, Interviewed)
        and reader.token in (step.actor, step.content.person)
    }
    interviewed = {
        name: cover
        for name, cover in witnesses_of(taken).items()
        if name not in asked and not (cover == REPORTER and reader.is_reporter)
    }
    called = _all_called(taken, accounts)
    hidden = {each: cover for name, cover in interviewed.items() for each in called[name]}
    if not reader.is_reporter:
        hidden |= {name: REPORTER for name in reporter_names if len(name) >= SHORTEST}
    no_secret = {key(each) for each in known} | {
        key(each) for name in asked for each in called.get(name, ())
    }
    hidden = {name: cover for name, cover in hidden.items() if key(name) not in no_secret}
    gone = are_gone or lacks_names(taken)
    return Veil(hidden, interviewed, hides_reporter=not reader.is_reporter, lacks_names=gone)


def _all_called(
    steps: Iterable[Step], accounts: Mapping[str, Collection[str]]
) -> dict[str, list[str]]:
    """By what somebody is called in their interview, everything that they are called."""
    found: dict[str, list[str]] = {}
    for step in steps:
        match step.content:
            case Interviewed(name=name, person=token):
                names = found.setdefault(name.strip(), list(names_in(name)))
                names += [each for each in accounts.get(token, ()) if len(each) >= SHORTEST]
    return found
