"""Wagtail's search in the database, for Chinese: `WAGTAILSEARCH_BACKENDS` names this module."""

from functools import cache
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend

from lms.search.in_words import CompilerInWords, IndexInWords


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """The backend of the engine in use, indexing and asking for text in words."""
    original: Any = type(database.SearchBackend(params))
    return _in_words(original)(params)


@cache
def _in_words(backend: Any) -> Any:
    def mixed(mixin: type, original: type) -> type:
        return type(original.__name__, (mixin, original), {})

    compilers = ("query_compiler_class", "autocomplete_query_compiler_class")
    parts = {name: mixed(CompilerInWords, getattr(backend, name)) for name in compilers}
    parts["index_class"] = mixed(IndexInWords, backend.index_class)
    return type(backend.__name__, (backend,), parts)
