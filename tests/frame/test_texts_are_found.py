"""No text for people hides from extraction: behind a name of its own, or inside an f-string."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.ui import catalogues
from lms.ui.catalogues import WRITTEN
from lms.ui.extraction import SOURCES
from tests.databases import ROOT

pytestmark = pytest.mark.source

MODULE = "django.utils.translation"
# After a context.
SECOND = ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")


def texts_in(source: str) -> Iterator[str]:
    """What is handed to Django's gettext, under whatever name."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = int(names.get(node.func.id, "") in SECOND)
            text = node.args[place] if len(node.args) > place else None
            if node.func.id in names and isinstance(text, ast.Constant):
                yield str(text.value)


def files() -> Iterator[Path]:
    for name in SOURCES:
        yield from (ROOT / name).rglob("*.py")


def test_every_text_in_the_code_is_in_the_catalogue() -> None:
    """Where this fails: call it by gettext's own name (or `_`, `_t`), outside an f-string."""
    written = catalogues.read(catalogues.path_of(ROOT / "locale", WRITTEN, "django"), WRITTEN)
    known: set[str] = set()
    for message in catalogues.messages_of(written):
        known.update([message.id] if isinstance(message.id, str) else message.id)
    hidden = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in files()
        for text in texts_in(path.read_text(encoding="utf-8"))
        if text not in known
    }
    assert hidden == set()


def test_a_text_under_another_name_is_seen() -> None:
    source = (
        f"from {MODULE} import ngettext as n, pgettext\nn('a', 'b', 2)\nf\"{{pgettext('x', 'c')}}\""
    )
    assert list(texts_in(source)) == ["a", "c"]
