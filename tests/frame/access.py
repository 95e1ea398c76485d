"""Asking every URL of the product as every role, and comparing with `tests/access.toml`.

The file explains its own form. `problems_of_table` compares it with the product's URLs,
`gaps_of_table` says what is not asked, `ask` compares one answer.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

SIGN_IN_PAGES = ("/sign-in/", "/admin/login/", "/learn/_util/login/")
ADMIN_HOME = "/admin/"

# What an answer can be, and the words that gather several of them.
SINGLE = {
    "page": "2xx",
    "moved": "3xx to another page",
    "sign-in": "3xx to a sign-in page",
    "sent-home": "3xx to the admin's first page, as Wagtail refuses",
    "forbidden": "403",
    "missing": "404",
    "wrong-method": "405",
    "refused": "any other 4xx",
}
OUTCOMES = {name: frozenset({name}) for name in SINGLE} | {
    "denied": frozenset({"sign-in", "sent-home", "forbidden", "missing"}),
}
# What only somebody gets who asks for a thing that is there.
ANSWERS = frozenset({"page", "moved", "refused"})
# Lists of patterns of URLs that `gaps_of_table` asks less of; the file says why.
EXCUSES = ("company_wide", "closed", "nothing_there")
# A parameter that neither the row nor [defaults] gives: something that does not exist.
NOTHING = {"int": 2_000_000_000, "uuid": UUID(int=1)}


@dataclass(frozen=True)
class Url:
    """One pattern of the resolver. Unnamed ones go by their route in brackets."""

    name: str
    parameters: Mapping[str, str]  # and the converter of each

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.parameters)})"


@dataclass(frozen=True)
class Row:
    name: str
    outcomes: Mapping[str, str]  # by role
    args: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
    method: str = "GET"
    data: Mapping[str, Any] = field(default_factory=dict)

    def matches(self, url: Url) -> bool:
        return fnmatchcase(url.name, self.name) and self.args.keys() <= url.parameters.keys()

    @property
    def is_glob(self) -> bool:
        return "*" in self.name

    @property
    def asked_of(self) -> set[str]:
        """Where in the world the things are that it names: "@inside", "@outside", "@house"."""
        named = [str(each) for each in (*self.args.values(), self.path)]
        return {each.partition(".")[0] for each in named if each.startswith("@")}

    @property
    def is_answered(self) -> bool:
        return not ANSWERS.isdisjoint(self.outcomes.values())


@dataclass(frozen=True)
class Table:
    roles: list[str]
    defaults: Mapping[str, Any]
    rows: list[Row]
    excuses: Mapping[str, list[str]] = field(default_factory=dict)  # patterns by list

    def rows_for(self, url: Url, urls: Iterable[Url]) -> list[Row]:
        """Rows that name the URL exactly; only where there is none, those that match its name."""
        rows = [row for row in self.rows if row.matches(url)]
        return [row for row in rows if not row.is_glob] or rows[:1]


def load(path: Path) -> Table:
    """Raises `ValueError` for a row with an unknown role or outcome."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = {role: [role] for role in raw["roles"]} | raw.get("groups", {})
    rows = []
    for entry in raw["url"]:
        names = entry.pop("name")
        shape = {key: entry.pop(key) for key in ("args", "path", "method", "data") if key in entry}
        outcomes = _outcomes(entry, raw["roles"], groups)
        rows += [
            Row(name, outcomes, **shape) for name in ([names] if isinstance(names, str) else names)
        ]
    excuses = {name: raw.get(name, []) for name in EXCUSES}
    return Table(raw["roles"], raw.get("defaults", {}), rows, excuses)


def _outcomes(
    entry: dict[str, Any], roles: list[str], groups: Mapping[str, list[str]]
) -> dict[str, str]:
    others = entry.pop("others", None)
    outcomes = dict.fromkeys(roles, others) if others else {}
    if "anonymous" in roles:
        outcomes["anonymous"] = "sign-in"
    for outcome, who in entry.items():
        for name in [who] if isinstance(who, str) else who:
            if name not in groups:
                raise ValueError(f"no role or group {name!r}")
            outcomes |= dict.fromkeys(groups[name], outcome)
    if unknown := set(outcomes.values()) - OUTCOMES.keys():
        raise ValueError(f"no outcome {unknown}")
    if missing := set(roles) - outcomes.keys():
        raise ValueError(f"nothing said about {sorted(missing)}")
    return outcomes


def urls_of_product() -> list[Url]:
    return list(_walk(get_resolver(), (), ""))


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], before: str) -> Iterator[Url]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = ":".join([*namespaces, pattern.name]) if pattern.name else f"({route})"
            converters = pattern.pattern.converters
            names = pattern.pattern.regex.groupindex or converters
            kinds = {n: type(converters[n]).__name__ if n in converters else "" for n in names}
            yield Url(
                name, {n: kind.removesuffix("Converter").lower() for n, kind in kinds.items()}
            )
        else:
            own = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern, namespaces + own, route)


def problems_of_table(table: Table, urls: list[Url]) -> list[str]:
    """URLs that no row speaks of, and rows that speak of no URL."""
    problems = [f"no row for {url}" for url in urls if not table.rows_for(url, urls)]
    used = {id(row) for url in urls for row in table.rows_for(url, urls)}
    problems += [f"no URL for the row {row.name}" for row in table.rows if id(row) not in used]
    return problems


def gaps_of_table(table: Table, urls: list[Url]) -> list[str]:
    """URLs with parameters that are not asked of something inside and of something outside, by each
    method that somebody may use; that are asked of nothing that is there; excuses of nothing."""
    problems, used = [], set()

    def is_excused(url: Url, name: str) -> bool:
        found = {one for one in table.excuses.get(name, []) if fnmatchcase(url.name, one)}
        used.update((name, one) for one in found)
        return bool(found)

    for url in urls:
        rows = table.rows_for(url, urls)
        asked_of = set().union(*(row.asked_of for row in rows))
        if not url.parameters or not rows:
            continue
        if not _asks_both(rows) and not is_excused(url, "company_wide"):
            problems.append(f"{url} is not asked of something inside and of something outside")
        if any(row.is_answered for row in rows) or is_excused(url, "nothing_there"):
            continue
        if not (asked_of and is_excused(url, "closed")):
            problems.append(f"{url} is never asked of anything that is there")
    given = {(name, one) for name, patterns in table.excuses.items() for one in patterns}
    return problems + [f"{one} in {name} excuses nothing" for name, one in sorted(given - used)]


def _asks_both(rows: list[Row]) -> bool:
    methods = {row.method for row in rows if row.is_answered} or {"GET"}
    asked_of = [
        set().union(*(row.asked_of for row in rows if row.method == each)) for each in methods
    ]
    return all(each >= {"@inside", "@outside"} for each in asked_of)


def address_of(row: Row, url: Url, table: Table, world: object) -> str:
    if row.path:
        return str(_value(row.path, world))
    given = {**table.defaults, **row.args}
    kwargs = {
        name: _value(given[name], world) if name in given else NOTHING.get(kind, "nothing")
        for name, kind in url.parameters.items()
    }
    return reverse(url.name, kwargs=kwargs)


def _value(given: Any, world: object) -> Any:
    """ "@inside.lesson.pk" is looked up in the world; anything else stands for itself."""
    is_reference = isinstance(given, str) and given.startswith("@")
    return attrgetter(given[1:])(world) if is_reference else given


def ask(client: Client, row: Row, address: str, world: object) -> HttpResponse:
    data = {name: _value(value, world) for name, value in row.data.items()}
    response: HttpResponse = (
        client.generic(row.method, address)
        if not data
        else (client.post(address, data) if row.method == "POST" else client.get(address, data))
    )
    return response


def outcome_of(response: HttpResponse, address: str) -> str:
    status = response.status_code
    if 200 <= status < 300:
        return "page"
    if 300 <= status < 400:
        target = urlsplit(response.headers.get("Location", "")).path
        if target in SIGN_IN_PAGES and urlsplit(address).path not in SIGN_IN_PAGES:
            return "sign-in"
        return "sent-home" if target == ADMIN_HOME else "moved"
    named = {403: "forbidden", 404: "missing", 405: "wrong-method"}
    return named.get(status, "refused" if status < 500 else f"broken ({status})")
