"""Addresses of cells: "B4" is row 3, column 1, both counted from 0."""

import re

_ADDRESS = re.compile(r"^\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$")


def address(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def place(text: str) -> tuple[int, int]:
    """Row and column of an address. Raises `ValueError`."""
    found = _ADDRESS.match(text)
    if found is None:
        raise ValueError(text)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
