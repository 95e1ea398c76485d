from django.utils.translation import get_language


def in_readers_language(text: str, english: str) -> str:
    """The English text for who reads in English, where there is one; else the other."""
    return (get_language() == "en" and english) or text
