"""Questions as they travel, and the ways of categories by which they are found again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from assessments.models import Category, Question, QuestionImport
from assessments.queries.bank import parents, within
from assessments.rules.exchange.questions import ExchangedQuestion, Picture
from assessments.rules.tree import way_to
from lms.files.models import Picture as StoredPicture
from lms.people.models import Employee


def paths_of_categories() -> dict[int, tuple[str, ...]]:
    """The names from the root down to each category, by its id. Two queries."""
    tree = parents()
    names = dict(Category.objects.values_list("pk", "name"))
    return {pk: tuple(names[each] for each in way_to(pk, tree)) for pk in tree}


def category_at(path: Sequence[str]) -> Category | None:
    """The category at the end of a path of names or codes from a root down, None where there is
    none."""
    found: Category | None = None
    for name in path:
        beside = Category.objects.filter(parent=found).order_by("position", "code")
        found = next((each for each in beside if goes_by(each, name)), None)
        if found is None:
            return None
    return found


def goes_by(category: Category, name: str) -> bool:
    """Whether a file may call the category so."""
    wanted = name.strip().casefold()
    return wanted in {
        text.casefold() for text in (category.name, category.name_en, category.code) if text
    }


def questions_below(found: QuerySet[Question], category: Category) -> QuerySet[Question]:
    return found.filter(category__in=within(category))


def exchanged(questions: Iterable[Question]) -> Iterator[ExchangedQuestion]:
    """The newest wording of each of `queries.questions()`, with its place and picture."""
    paths = paths_of_categories()
    for question in questions:
        yield _exchanged(question, paths)


def _exchanged(question: Question, paths: Mapping[int, tuple[str, ...]]) -> ExchangedQuestion:
    version = question.current_version
    return ExchangedQuestion(
        wording=replace(version.wording, picture_id=None),
        code=question.code,
        category=paths[question.category_id] if question.category_id else (),
        skill=question.skill.code if question.skill else "",
        difficulty=question.difficulty,
        language=question.language,
        tags=tuple(sorted(tag.name for tag in question.tags.all())),
        picture=_picture(version.picture) if version.picture else None,
    )


def _picture(stored: StoredPicture) -> Picture | None:
    """None where its file is gone."""
    name = (stored.file.name or "").rpartition("/")[2]
    try:
        with stored.file.open("rb") as file:
            return Picture(name, file.read())
    except OSError:
        return None


def imports_of(employee: Employee) -> QuerySet[QuestionImport]:
    """What somebody sent; to others it is not there."""
    return QuestionImport.objects.filter(asked_by=employee).select_related("category")
