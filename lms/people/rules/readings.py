"""How Chinese characters are read. The dictionary takes a third of a second to load: only a process
that asks for a reading waits for it."""


def toned(character: str) -> str:
    """绿 as "lv4", with 5 for a neutral tone; what cannot be read comes back as it is."""
    from pypinyin import Style, pinyin

    return pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0][0]


def all_readings(text: str) -> list[list[str]]:
    """Of each character every reading, without tones, ü as v."""
    from pypinyin import Style, pinyin

    return pinyin(text, style=Style.NORMAL, heteronym=True) if text else []


def syllables(text: str, *, v_to_u: bool = False) -> list[str]:
    """As the text is read, without tones; ü as v, or with `v_to_u` as it is."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.NORMAL, v_to_u=v_to_u)
