"""What names are sorted and found by.

Both keys are plain letters and digits, so that every database, whatever its collation, sorts and
finds alike.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

from opencc import OpenCC

from lms.people.rules.names import has_chinese, split_name
from lms.people.rules.pinyin import FAMILY_NAME_READINGS
from lms.people.rules.readings import all_readings, toned

LONGEST_SORT_KEY = 200
# A name of several characters that are each read in several ways: so many of them are kept.
MOST_READINGS = 12
SEPARATOR = "|"


def sort_key(name: str) -> str:
    """As dictionaries order names: by the sound and tone of the first character, then the
    character itself, then the next. 张薇, 张伟 and 章伟 come in this order. Digits, which every
    collation puts before letters, end each sound, so that 安 (an) stands before 昂 (ang)."""
    family, given = split_name(name) if has_chinese(name) else ("", name)
    parts = [*_sounds_of_family(family), *_sounds(given)]
    return "".join(f"{sound}{mark}" for sound, mark in parts)[:LONGEST_SORT_KEY]


def _sounds_of_family(family: str) -> list[tuple[str, str]]:
    sounds = _sounds(family)
    if reading := FAMILY_NAME_READINGS.get(family):
        # Special readings are kept without a tone; neutral keeps all of that name together.
        return [(f"{fold(reading)}5", "".join(mark for __, mark in sounds))]
    return sounds


def _sounds(text: str) -> list[tuple[str, str]]:
    """Each character with how it is read, tone included, and its number in Unicode; letters as
    they are, a word's end before everything that goes on."""
    read = []
    for character in text:
        if has_chinese(character):
            sound = toned(character)
            known = sound.isascii() and sound[-1:].isdigit()
            mark = f"{ord(character):06x}"
            read.append((sound.replace("v", "u") if known else "zzz", mark))
        elif letters := fold(character):
            read.append((letters if letters.isascii() else f"zzz{ord(character):06x}", ""))
        elif character.isspace():
            read.append(("0", ""))
    return read


def search_key(name: str, latin_name: str) -> str:
    """Everything a name is found by, between separators: the name in Simplified characters, its
    readings in full and by their initials, and the name in Latin letters."""
    words = [fold(name), fold(latin_name), _initials(latin_name)]
    if not has_chinese(name):
        words.append(_initials(name))
    else:
        for reading in islice(_readings(name), MOST_READINGS):
            words += ["".join(reading), "".join(sound[0] for sound in reading)]
    kept = dict.fromkeys(word for word in words if word)
    return SEPARATOR.join(["", *kept, ""])


def fold(text: str) -> str:
    """Letters, digits and Simplified characters in small letters without accents; nothing else.
    What somebody types into a search is folded in the same way."""
    plain = unicodedata.normalize("NFKD", _to_simplified().convert(text)).lower()
    return "".join(character for character in plain if character.isalnum())


def _initials(name: str) -> str:
    return "".join(fold(word)[:1] for word in name.split())


def _readings(name: str) -> Iterator[tuple[str, ...]]:
    """The name's sounds without tones, the usual ones first."""
    family, given = split_name("".join(name.split()))
    sounds: list[Iterable[str]] = []
    special = FAMILY_NAME_READINGS.get(family)
    if special and len(family) == 1:
        sounds.append(_typed([special, *all_readings(family)[0]]))
    else:
        sounds += [_typed(each) for each in all_readings(family)]
    sounds += [_typed(each) for each in all_readings(given)]
    return product(*sounds)


def _typed(sounds: list[str]) -> list[str]:
    """How the sounds are typed: ü as v or as u."""
    spellings = (
        spelling
        for sound in sounds
        for spelling in ([sound, sound.replace("v", "u")] if "v" in sound else [sound])
    )
    return list(dict.fromkeys(folded for each in spellings if (folded := fold(each))))


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
