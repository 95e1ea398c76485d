"""A person who learned, sat examinations, had a case with evidence and was reviewed, and left long
ago, is erased: nothing of them is left anywhere, and every proof and figure holds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind
from assessments.models import Quiz
from assessments.queries.statistics.snapshots import compute
from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.tally_cases import tally_cases
from conduct_records.models import Case, CaseTally, Incident
from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from lms.files.storage import private_storage
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Log
from lms.ledger.errors import OnLegalHold
from lms.ledger.models import Entry
from lms.ledger.queries.bundles import bundle_of, bundle_text
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.verifier import check_bundle
from lms.people.actions.end_employment import end_employment
from lms.people.actions.erase_person import erase_person
from lms.people.actions.hold_records import lift_hold, place_hold
from lms.people.actions.look_at import look_at
from lms.people.actions.request_export import request_export
from lms.people.models import Employee
from lms.people.queries.retention import obstacles_to
from lms.people.registries import all_records
from lms.people.views.personal_data import TAKING_OUT
from reviews.actions.keep_reviews import keep_reviews
from reviews.models import Review
from reviews.queries.spread import spread_over_sites
from tests.conduct_records.cases.reports import handed_in, photo
from tests.factories.assessments import QuizFactory, quiz_of_kinds, sitting_of
from tests.factories.assessments import handed_in as submitted
from tests.factories.courses import lessons_of, make_course
from tests.factories.observing import observed, sheet_made
from tests.reviews.conduct_world import BothWorlds, both_worlds, let_the_calendar_work, on

pytestmark = pytest.mark.django_db(transaction=True)

NAME, LATIN, NUMBER, EMAIL = "慕容听雪", "Murong Tingxue", "ZX90210", "tingxue@example.com"
ANSWER, FACTS, STATED = "先替住户把伞撑开。", "把门禁卡借给了送货的人。", "当时去借手电"
SELF = "回访都做到了。"
PLANTED = (NAME, LATIN, NUMBER, EMAIL, ANSWER, FACTS, STATED, SELF, "murongtingxue")
# What the ledger signed stays, as do the closed values, with tokens that lead nowhere any more.
ENVELOPES = {"ledger_entry", "ledger_sealedfields"}


def a_whole_career(worlds: BothWorlds, quiz: Quiz) -> Employee:
    """Until the last day of the period of the review."""
    person = worlds.cases.subject
    for name, value in (("name", NAME), ("latin_name", LATIN), ("staff_number", NUMBER)):
        setattr(person, name, value)
    person.email = EMAIL
    person.save()
    worlds.reviews.subject.refresh_from_db()
    with on(worlds.day(60)):
        learn(person, quiz)
        observed(person, sheet_made())
    with on(worlds.day(40)):
        served(worlds, person)
    review = worlds.reviews.signed()
    let_the_calendar_work(worlds.day(-800))
    with on(worlds.day(-200)):
        keep_reviews(actor=Employee.objects.system())
    review.refresh_from_db()
    with on(worlds.day(-100)):
        director = worlds.cases.director
        look_at(actor=director, tokens=[person.token], sight=TAKING_OUT)
        request_export(actor=director, employee=person, sight=TAKING_OUT)
        today = timezone.localdate()
        end_employment(actor=director, employee=person, on=today, reason=f"{NAME}另谋高就")
    person.refresh_from_db()
    return person


def learn(person: Employee, quiz: Quiz) -> None:
    course = make_course()
    enrolment = enrol_employee(actor=Employee.objects.system(), employee=person, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=person, lesson=lesson)
    complete_course(actor=Employee.objects.system(), enrolment=enrolment)
    submitted(sitting_of(person, quiz))
    text = sitting_of(person, quiz_of_kinds(Kind.SHORT_TEXT))
    save_answer(actor=person, sitting_id=text.pk, position=1, data={"text": [ANSWER]})
    submitted(text)


def served(worlds: BothWorlds, person: Employee) -> Case:
    incident = worlds.cases.incident(what=FACTS)
    case = worlds.cases.opened(incident)
    add_evidence(
        actor=worlds.cases.hr, incident=incident, case=case, files=handed_in(photo(f"{NAME}.jpg"))
    )
    worlds.cases.investigating(case)
    return worlds.cases.served(worlds.cases.decided(worlds.cases.heard(
        worlds.cases.notified(worlds.cases.charged(case)))))  # fmt: skip


def figures(worlds: BothWorlds, quiz: Quiz) -> tuple[Any, ...]:
    tally_cases(actor=Employee.objects.system())
    cycle = Review.objects.get().cycle
    return (
        repr(compute(quiz, "all")),
        repr(spread_over_sites(Review.objects.all(), cycle, None)),
        list(CaseTally.objects.order_by("unit", "month").values_list("unit", "month", "figures")),
        list(Case.objects.values_list("state", "sanction")),
    )


def tables() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            yield name, "\n".join(_text(value) for row in cursor.fetchall() for value in row)


def _text(value: Any) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


# What other tests, which share the stores, write in their files as well.
EVERYBODYS = {STATED}


def files_written(since: float) -> Iterator[tuple[str, str]]:
    """The name and the content of what lies in the stores since the test began."""
    for folder in (Path(settings.MEDIA_ROOT), Path(private_storage().location)):
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_mtime >= since:
                said = path.name + path.read_bytes().decode("utf-8", "replace")
                for text in EVERYBODYS:
                    said = said.replace(text, "")
                yield str(path), said


def left_of(texts: tuple[str, ...], since: float) -> list[str]:
    cached = [("cache", repr(getattr(cache, "_cache", "")))]
    return [
        f"{where}: {text}"
        for where, what in (*tables(), *files_written(since), *cached)
        for text in texts
        if (text in what or json.dumps(text)[1:-1] in what)
    ]


def files_about(person: Employee) -> list[Any]:
    found = [file for each in all_records() for file in each.gather(person, person).files.values()]
    found += [
        piece.file
        for incident in Incident.objects.filter(person=person)
        for piece in incident.evidence.all()
    ]
    return [file for file in found if file.name]


def test_nothing_of_somebody_is_left_and_everything_can_still_be_proved(
    quizzes_are_open: None, run_jobs: Callable[[], None], client: Client
) -> None:
    since = timezone.now().timestamp()
    quiz = QuizFactory.create()
    worlds = both_worlds()
    person = a_whole_career(worlds, quiz)
    director = worlds.cases.director
    run_jobs()
    client.force_login(person)
    sign_checkpoint(Log.RECORDS)
    about = Entry.objects.filter(subject=person.token, log=Log.RECORDS).order_by("seq").first()
    proof = bundle_text(bundle_of([about], []))
    with on(worlds.day(-40 * 365)):
        director.refresh_from_db()
        assert obstacles_to(person) == []
        before, files = figures(worlds, quiz), files_about(person)
        assert files and all(file.storage.exists(file.name) for file in files)
        assert {text for text in PLANTED if left_of((text,), since)} == set(PLANTED)

        place_hold(actor=director, employee=person, reason="仲裁未决")
        with pytest.raises(OnLegalHold):
            erase_person(actor=director, employee=person, reason="期满")
        assert left_of((NAME,), since) and all(file.storage.exists(file.name) for file in files)
        lift_hold(actor=director, employee=person, reason="已结")

        old = person.token
        erase_person(actor=director, employee=person, reason="期满")
        run_jobs()

        assert left_of(PLANTED, since) == []
        token_left = [each.split(":")[0] for each in left_of((old,), since)]
        assert set(token_left) <= ENVELOPES
        assert not any(file.storage.exists(file.name) for file in files)
        assert verify().is_sound
        keys = [str(key) for key in verifier_keys()]
        assert check_bundle(proof.encode(), keys).is_sound
        assert figures(worlds, quiz) == before
    assert client.get("/").status_code == 302


def test_the_bin_is_not_in_the_write_ahead_log(quizzes_are_open: None) -> None:
    """SQLite keeps old pages in it until it is cut off."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one")
    worlds = both_worlds()
    person, director = worlds.cases.subject, worlds.cases.director
    Employee.objects.filter(pk=person.pk).update(name=NAME, left_on="2025-01-01", is_active=False)
    with on(worlds.day(-40 * 365)):
        director.refresh_from_db()
        person.refresh_from_db()
        erase_person(actor=director, employee=person, reason="期满")
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    assert not log.exists() or NAME.encode() not in log.read_bytes()
