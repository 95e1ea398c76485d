"""The interface's texts in Chinese.

English texts stand in the code and are the keys. For each language `locale/<language>/
LC_MESSAGES/` holds three catalogues:

- `django.po`: the product's own texts, found in code and templates;
- `wagtail.po`: texts of Wagtail and Django that their own catalogues leave untranslated, in either
  script, or translate in a way that misleads our readers; listed by hand;
- `djangojs.po`: the same for texts in Wagtail's scripts.

They are written for zh_Hans only. zh_Hant is converted from it by OpenCC; `locale/terms.toml`
names the words that OpenCC would not choose. `django.mo` holds the first two together.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

WRITTEN = "zh_Hans"
CONVERTED = "zh_Hant"
COMPILED = {"django": ("django", "wagtail"), "djangojs": ("djangojs",)}
DOMAINS = tuple(domain for sources in COMPILED.values() for domain in sources)
HEADER = "# Texts of the interface. English is the key.\n#"


def path_of(locale_dir: Path, language: str, domain: str) -> Path:
    return locale_dir / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path, language: str) -> Catalog:
    """The catalogue at `path`; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def text_of(catalogue: Catalog) -> str:
    """The catalogue as it stands in the repository: sorted, no dates, no line numbers."""
    body = BytesIO()
    write_po(body, catalogue, width=96, sort_output=True, ignore_obsolete=True, omit_header=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n'
    header += '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    header += '"Content-Transfer-Encoding: 8bit\\n"\n'
    header += f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
    return f"{HEADER}\n{header}\n{body.getvalue().decode()}".rstrip() + "\n"


def write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(catalogue), encoding="utf-8")


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """Every entry but the header."""
    return (message for message in catalogue if message.id)


def merged(written: Catalog, found: Catalog) -> Catalog:
    """The texts that were `found`, each with the translation already `written` for it."""
    result = Catalog(locale=WRITTEN, charset="utf-8")
    for message in messages_of(found):
        known = written.get(_key(message), message.context)
        # Files without lines: a catalogue changes when a text does, not when code moves.
        files = sorted({name for name, __ in message.locations})
        places: list[Any] = [(name, None) for name in files]
        result.add(
            message.id,
            known.string if known else None,
            locations=places,
            flags=_format_flags(message) | ({"fuzzy"} if known and known.fuzzy else set()),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return result


def untranslated(catalogue: Catalog) -> list[Message]:
    """Entries with nothing, or nothing in one of the plural forms, as their translation."""
    return [
        message
        for message in messages_of(catalogue)
        if not message.string or (not isinstance(message.string, str) and "" in message.string)
    ]


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def _format_flags(message: Message) -> set[str]:
    return {flag for flag in message.flags if flag.endswith("-format")}


@dataclass(frozen=True)
class Converter:
    """Simplified into Traditional Chinese.

    `terms` maps a Simplified word to the Traditional word the product uses; the longest word
    that fits wins, and all else is OpenCC's (`s2twp`: characters and idioms).
    """

    terms: dict[str, str]

    @classmethod
    def from_file(cls, path: Path) -> "Converter":
        with path.open("rb") as file:
            return cls(terms=tomllib.load(file)["terms"])

    @cached_property
    def _opencc(self) -> OpenCC:
        return OpenCC("s2twp")

    @cached_property
    def _longest_first(self) -> list[str]:
        return sorted(self.terms, key=len, reverse=True)

    def convert(self, text: str) -> str:
        """The text with its terms replaced and the stretches between them converted."""
        for term in self._longest_first:
            before, found, after = text.partition(term)
            if found:
                return self.convert(before) + self.terms[term] + self.convert(after)
        # OpenCC would take a NUL for the end.
        return "\0".join(self._opencc.convert(part) if part else "" for part in text.split("\0"))

    def catalogue(self, written: Catalog) -> Catalog:
        result = Catalog(locale=CONVERTED, charset="utf-8")
        for message in messages_of(written):
            strings = message.string
            result.add(
                message.id,
                tuple(self.convert(one) for one in strings)
                if isinstance(strings, (list, tuple))
                else self.convert(strings or ""),
                locations=message.locations,
                flags=set(message.flags),
                auto_comments=message.auto_comments,
                context=message.context,
            )
        return result


def convert_all(locale_dir: Path) -> dict[Path, str]:
    """What the Traditional catalogues are to hold, by their path."""
    converter = Converter.from_file(locale_dir / "terms.toml")
    return {
        path_of(locale_dir, CONVERTED, domain): text_of(
            converter.catalogue(read(path_of(locale_dir, WRITTEN, domain), WRITTEN))
        )
        for domain in DOMAINS
    }


def compile_all(locale_dir: Path, *, only_stale: bool = False) -> list[Path]:
    """Write the `.mo` files of each language; returns the files written.

    Fuzzy and empty entries are left out. The product's own texts win over `wagtail.po`.
    """
    written = []
    for language in (WRITTEN, CONVERTED):
        for domains in COMPILED.values():
            sources = [path_of(locale_dir, language, domain) for domain in domains]
            target = sources[0].with_suffix(".mo")
            if only_stale and target.exists() and not _is_newer(sources, target):
                continue
            _write_compiled(target, [read(source, language) for source in sources])
            written.append(target)
    return written


def _write_compiled(target: Path, catalogues: list[Catalog]) -> None:
    """Earlier catalogues win over later ones."""
    together, *others = catalogues
    for message in chain.from_iterable(map(messages_of, others)):
        if together.get(_key(message), message.context) is None:
            together[message.id] = message
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".mo.part")
    with unfinished.open("wb") as file:
        write_mo(file, together)
    unfinished.replace(target)


def _is_newer(sources: Iterable[Path], target: Path) -> bool:
    made = target.stat().st_mtime
    return any(source.exists() and source.stat().st_mtime > made for source in sources)
