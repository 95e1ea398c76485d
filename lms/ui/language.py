from django.utils.translation import get_language

from lms.ui.han import in_readers_script


def reads_english() -> bool:
    return get_language() == "en"


def in_readers_language(text: str, english: str) -> str:
    """The English text for who reads in English, where there is one; else the Chinese one, in the
    reader's script."""
    return (reads_english() and english) or in_readers_script(text)


def name_for_reader(name: str, latin: str) -> str:
    """Somebody's name, in Latin letters for who reads in English. A Chinese name is shown as its
    bearer writes it: never in other characters."""
    return (reads_english() and latin) or name
