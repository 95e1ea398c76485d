"""What somebody signs, word for word."""

from collections.abc import Mapping

from conduct_records.rules.codebook import Codebook, Line, Place


def listing(codebook: Codebook, place: Place, language: str, lines: Mapping[Line, str]) -> str:
    """The rules that bind somebody, list by list: number, code and title, a line each; `lines`
    says what people call the lines."""
    said = []
    for each in codebook.lists_for(place):
        said.append(f"[{lines[each.line]} · {each.audience.title.in_language(language)}]")
        said += [
            f"{number}. {rule.code} {rule.title.in_language(language)}"
            for number, rule in each.numbered
        ]
    return "\n".join(said)
