"""What Wagtail's search backends are given: text cut into words, and queries cut the same way."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from modelsearch.index import RelatedFields
from modelsearch.query import And, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from lms.search.words import phrases, words


class Searchable:
    """An object as the indexer reads it, its text cut into words."""

    def __init__(self, instance: Any) -> None:
        self.instance = instance
        self.pk = instance.pk

    def get_search_fields(self) -> list[Any]:
        return [_in_words(field) for field in self.instance.get_search_fields()]


def _in_words(field: Any) -> Any:
    """The field, whose value comes in words whether it is asked of a `Searchable` or, as part of
    related fields, of an object."""
    same = copy(field)

    def get_value(obj: Any) -> Any:
        value = field.get_value(obj.instance if isinstance(obj, Searchable) else obj)
        return value if isinstance(field, RelatedFields) else _cut(value)

    same.get_value = get_value
    if isinstance(field, RelatedFields):
        same.fields = [_in_words(one) for one in field.fields]
    return same


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(words(value))
    if isinstance(value, list):
        return [_cut(one) for one in value]
    if isinstance(value, dict):
        return {key: _cut(one) for key, one in value.items()}
    return value


def query_in_words(query: SearchQuery) -> SearchQuery:
    """The same query for text that was cut into words. A term becomes a phrase: both engines read
    words joined by a comma as words that must follow one another."""
    if isinstance(query, PlainText):
        terms = " ".join(",".join(phrase) for phrase in phrases(query.query_string))
        return PlainText(terms, operator=query.operator) if terms else Not(MatchAll())
    if isinstance(query, Phrase):
        return Phrase(" ".join(words(query.query_string)))
    if isinstance(query, Not):
        return Not(query_in_words(query.subquery))
    if isinstance(query, And | Or):
        return type(query)([query_in_words(one) for one in query.subqueries])
    return query


class IndexInWords:
    """Mixed into a backend's index."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        super().add_items(model, [Searchable(obj) for obj in objs])  # type: ignore[misc]


class CompilerInWords:
    """Mixed into a backend's compilers of queries."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = query_in_words(self.query)
