"""Chinese names in Latin letters: family name first, given name in one word (GB/T 28039-2011)."""

from lms.people.rules.names import has_chinese, split_name
from lms.people.rules.readings import syllables

# Characters that are read otherwise as a family name than in ordinary words.
FAMILY_NAME_READINGS = {
    "单": "shan", "單": "shan", "仇": "qiu", "区": "ou", "區": "ou", "解": "xie", "查": "zha",
    "曾": "zeng", "任": "ren", "朴": "piao", "盖": "ge", "蓋": "ge", "员": "yun", "員": "yun",
    "尹": "yin", "缪": "miao", "繆": "miao", "宁": "ning", "寧": "ning", "秘": "bi", "华": "hua",
    "華": "hua", "乐": "yue", "樂": "yue", "覃": "qin", "翟": "zhai", "冼": "xian", "逄": "pang",
    "折": "she", "黑": "he", "召": "shao", "种": "chong", "隗": "wei", "兀": "wu", "吕": "lü",
    "呂": "lü",
    "尉迟": "yuchi", "尉遲": "yuchi", "万俟": "moqi", "萬俟": "moqi", "长孙": "zhangsun",
    "長孫": "zhangsun", "澹台": "tantai", "澹臺": "tantai", "令狐": "linghu", "鲜于": "xianyu",
    "鮮于": "xianyu",
}  # fmt: skip


# What is kept of a name in Latin letters. Sixty characters, the longest name, could need 400.
LONGEST = 80


def latin_name(name: str) -> str:
    """林小满 as "Lin Xiaoman". A name with no Chinese character comes back as it is written; what
    is longer than `LONGEST` letters is cut there."""
    name = "".join(name.split()) if has_chinese(name) else name.strip()
    if not has_chinese(name):
        return name
    family, given = split_name(name)
    read = FAMILY_NAME_READINGS.get(family) or _read(family)
    return " ".join(part.capitalize() for part in (read, _read(given)) if part)[:LONGEST]


def _read(characters: str) -> str:
    """The syllables in one word, with an apostrophe where a later one begins with a vowel."""
    word = ""
    for syllable in syllables(characters, v_to_u=True):
        word += f"'{syllable}" if word and syllable[:1] in "aoe" else syllable
    return word
