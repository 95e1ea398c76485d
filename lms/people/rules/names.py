"""Names of people: what may stand in them, and the parts of a Chinese one."""

import unicodedata

# Family names of two characters in use today; 欧阳娜娜 is Ouyang Nana, not Ou Yangnana.
COMPOUND_FAMILY_NAMES = frozenset(
    "欧阳 歐陽 太史 端木 上官 司马 司馬 东方 東方 独孤 獨孤 南宫 南宮 万俟 "
    "萬俟 闻人 聞人 夏侯 诸葛 諸葛 尉迟 尉遲 公羊 赫连 赫連 澹台 澹臺 皇甫 "
    "宗政 濮阳 濮陽 公冶 太叔 申屠 公孙 公孫 慕容 仲孙 仲孫 钟离 鍾離 长孙 "
    "長孫 宇文 司徒 鲜于 鮮于 司空 闾丘 閭丘 令狐 百里 呼延 东郭 東郭 西门 "
    "西門 拓跋 第五 纳兰 納蘭".split()
)


# Used within words by some scripts.
JOINERS = "\u200c\u200d"


def tidy(name: str) -> str:
    """The name as it is kept: without surrounding blanks and without the invisible characters that
    a pasted one may bring, which spreadsheets refuse and which may turn the text around them."""
    kept = (c for c in name if unicodedata.category(c)[0] != "C" or c in JOINERS)
    return "".join(kept).strip()


def split_name(name: str) -> tuple[str, str]:
    """Family name and given name of a Chinese name; a name of one character is a family name."""
    family_length = 2 if name[:2] in COMPOUND_FAMILY_NAMES and len(name) > 2 else 1
    return name[:family_length], name[family_length:]


def has_chinese(text: str) -> bool:
    return any("㐀" <= character <= "鿿" or "𠀀" <= character <= "𳍿" for character in text)
