"""An examination that very many people have sat, made in bulk in a database of the benchmark's own:
twenty questions, one attempt each, marked by key."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.ground import sitting as ground
from benchmarks.ground.floor.apps import EXAMINATION

TRAINER = "BENCH-TRAINER"
AT_ONCE = 2_000
AT = datetime.fromisoformat("2026-08-03T10:00:00+08:00")


def make(sittings: int) -> Any:
    """In an empty database; the quiz. Who knows more answers more questions rightly. Of every two
    thousand sittings the papers are the same: the first ones are made, the others copied by the
    database. Marks of single items (`ItemMark`) are left out; statistics do not read them."""
    from assessments.models import Quiz

    ground.make(1)
    trainer()
    quiz = Quiz.objects.get(code=EXAMINATION)
    people = _people(sittings)
    first = min(sittings, AT_ONCE)
    rights = _sit(quiz, people[:first])
    for start in range(first, sittings, AT_ONCE):
        _copy_sittings(quiz, people[start : start + AT_ONCE], start, rights)
    _copy_papers()
    return quiz


def trainer() -> None:
    """Holds the role for the whole company."""
    from lms.people.models import Employee, Post, RoleGrant, Unit

    company = Unit.objects.get(parent=None)
    Unit.objects.filter(pk=company.pk).update(path=f"{company.pk}/")
    system = Employee.objects.system()
    one = Employee.objects.create(
        staff_number=TRAINER, name="苏予安", unit=company, post=Post.objects.all()[0]
    )
    RoleGrant.objects.create(employee=one, role="trainer", unit=company, granted_by=system)


def _people(count: int) -> list[int]:
    from django.contrib.auth.hashers import make_password

    from lms.people.models import Employee, Post, Unit

    company, post, password = Unit.objects.get(), Post.objects.all()[0], make_password("bench")
    made = Employee.objects.bulk_create(
        (
            Employee(
                staff_number=f"S{number:06}",
                name="陈静",
                unit=company,
                post=post,
                password=password,
            )
            for number in range(count)
        ),
        batch_size=AT_ONCE,
    )
    return [each.pk for each in made]


def _sit(quiz: Any, people: list[int]) -> list[int]:
    """How many questions each of them answered rightly."""
    from django.db import transaction

    from assessments.models import QuestionVersion, Response, Sitting, SittingItem

    rng = Random(1)
    versions = list(QuestionVersion.objects.order_by("pk"))
    chosen = [_choices(rng, len(versions)) for __ in people]
    rights = [sum(place == 1 for place in row) for row in chosen]
    with transaction.atomic():
        sittings = Sitting.objects.bulk_create(
            _sitting(quiz, person, number, rights[number]) for number, person in enumerate(people)
        )
        items = SittingItem.objects.bulk_create(
            SittingItem(
                sitting=each,
                position=position + 1,
                version=version,
                option_order=[0, 1, 2, 3],
                mark=Decimal(int(chosen[number][position] == 1)),
            )
            for number, each in enumerate(sittings)
            for position, version in enumerate(versions)
        )
        places = (place for row in chosen for place in row)
        Response.objects.bulk_create(
            Response(item=item, revision=1, answer={"chosen": [place]}, saved_at=AT)
            for item, place in zip(items, places, strict=True)
        )
        _results(sittings)
    return rights


def _copy_sittings(quiz: Any, people: list[int], start: int, rights: list[int]) -> None:
    from django.db import transaction

    from assessments.models import Sitting

    with transaction.atomic():
        _results(
            Sitting.objects.bulk_create(
                _sitting(quiz, person, start + number, rights[number])
                for number, person in enumerate(people)
            )
        )


def _copy_papers() -> None:
    """`Sitting.seed` counts the sittings: those with the same remainder have the same paper."""
    from django.db import connection
    from django.db.models import Max

    from assessments.models import Response, Sitting, SittingItem

    items, sittings = SittingItem._meta.db_table, Sitting._meta.db_table
    step = max(
        model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (SittingItem, Response)
    )
    copy = f"(t.seed / {AT_ONCE}) * {step}"
    pairs = f"JOIN {sittings} t ON t.seed % {AT_ONCE} = s.seed AND t.seed >= {AT_ONCE}"
    with connection.cursor() as cursor:
        cursor.execute(
            _insert(SittingItem, {"id": f"i.id + {copy}", "sitting_id": "t.id"}, "i")
            + f" FROM {items} i JOIN {sittings} s ON s.id = i.sitting_id {pairs}"
        )
        cursor.execute(
            _insert(Response, {"id": f"r.id + {copy}", "item_id": f"r.item_id + {copy}"}, "r")
            + f" FROM {Response._meta.db_table} r JOIN {items} i ON i.id = r.item_id"
            + f" JOIN {sittings} s ON s.id = i.sitting_id {pairs} WHERE r.id <= {step}"
        )
        cursor.execute("ANALYZE")


def _insert(model: Any, changed: dict[str, str], alias: str) -> str:
    columns = [field.column for field in model._meta.concrete_fields]
    values = [changed.get(column, f'{alias}."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(values)}"


def _choices(rng: Random, questions: int) -> list[int]:
    """The place of the option chosen for each question; 1 is right."""
    ability = rng.gauss(0.6, 0.15)
    return [
        1
        if rng.random() < ability + 0.3 - 0.6 * number / questions
        else rng.choice((0, 0, 0, 2, 2, 3))
        for number in range(questions)
    ]


def _sitting(quiz: Any, person: int, number: int, right: int) -> Any:
    from assessments.models import Sitting

    at = AT + timedelta(seconds=number)
    return Sitting(
        id=UUID(int=Random(number).getrandbits(128), version=4),
        quiz=quiz,
        employee_id=person,
        number=1,
        seed=number,
        pass_percent=60,
        state="marked",
        started_at=at,
        deadline=at + timedelta(hours=1),
        submitted_at=at + timedelta(minutes=20),
        submitted_by_id=person,
        score=right,
        max_score=20,
        passed=right >= 12,
    )


def _results(sittings: list[Any]) -> None:
    from assessments.models import SittingResult
    from lms.people.models import Employee

    system = Employee.objects.system()

    def results() -> Iterator[Any]:
        for each in sittings:
            yield SittingResult(
                sitting=each,
                number=1,
                cause="handed_in",
                score=each.score,
                passed=each.passed,
                made_at=AT,
                made_by=system,
            )

    SittingResult.objects.bulk_create(results())
