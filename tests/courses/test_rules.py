"""Pure rules: the way through a course, completion, dates on paper."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from courses.rules.completion import is_complete, serial_number, serial_prefix, valid_until
from courses.rules.journey import (
    Chapter,
    Lesson,
    LessonState,
    Outline,
    neighbours,
    resume_at,
    state_of,
    unread,
)
from courses.rules.paper_dates import in_characters, in_digits, in_english


def key(number: int) -> UUID:
    return UUID(int=number)


def an_outline(sizes: list[int], *, in_order: bool) -> Outline:
    numbers = iter(range(1, sum(sizes) + 1))
    return Outline(
        key(0),
        "课",
        "/learn/c/",
        in_order,
        tuple(
            Chapter(
                key(1000 + c),
                "章",
                "",
                "",
                tuple(
                    Lesson(key(n), f"节 {n}", "", 3, f"/learn/{n}/")
                    for n, __ in zip(numbers, range(size), strict=False)
                ),
            )
            for c, size in enumerate(sizes)
        ),
    )


outlines = st.builds(an_outline, st.lists(st.integers(1, 4), max_size=4), in_order=st.booleans())


@st.composite
def journeys(draw: st.DrawFn) -> tuple[Outline, frozenset[UUID]]:
    outline = draw(outlines)
    keys = [lesson.key for lesson in outline.lessons]
    read = draw(st.frozensets(st.sampled_from(keys))) if keys else frozenset()
    return outline, read


@given(journeys())
def test_exactly_one_unread_lesson_is_next(journey: tuple[Outline, frozenset[UUID]]) -> None:
    outline, read = journey
    states = [state_of(outline, read, lesson.key) for lesson in outline.lessons]
    assert states.count(LessonState.NEXT) == (1 if unread(outline, read) else 0)
    assert states.count(LessonState.READ) == len(read)


@given(journeys())
def test_only_a_course_taken_in_order_locks(journey: tuple[Outline, frozenset[UUID]]) -> None:
    outline, read = journey
    states = {state_of(outline, read, lesson.key) for lesson in outline.lessons}
    assert (LessonState.OPEN if outline.in_order else LessonState.LOCKED) not in states


@given(journeys(), st.integers(0, 20))
def test_one_resumes_at_an_unread_open_lesson(
    journey: tuple[Outline, frozenset[UUID]], last: int
) -> None:
    outline, read = journey
    lesson = resume_at(outline, read, key(last))
    if lesson is None:
        assert not unread(outline, read)
    else:
        assert lesson.key not in read
        assert state_of(outline, read, lesson.key) is not LessonState.LOCKED


@given(outlines)
def test_neighbours_walk_the_whole_course(outline: Outline) -> None:
    walked = []
    lesson = outline.lessons[0] if outline.lessons else None
    while lesson:
        walked.append(lesson)
        before, after = neighbours(outline, lesson.key)
        assert before == (walked[-2] if len(walked) > 1 else None)
        lesson = after
    assert tuple(walked) == outline.lessons


@given(journeys(), st.booleans(), st.booleans())
def test_complete_means_everything_read_and_passed(
    journey: tuple[Outline, frozenset[UUID]], has_examination: bool, has_passed: bool
) -> None:
    outline, read = journey
    complete = is_complete(outline, read, has_examination=has_examination, has_passed=has_passed)
    if complete:
        assert outline.lessons and len(read) == len(outline.lessons)
        assert has_passed or not has_examination
    if outline.lessons and len(read) == len(outline.lessons) and has_passed:
        assert complete


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_validity_ends_the_day_before_the_same_day(passed_on: date, months: int) -> None:
    until = valid_until(passed_on, months)
    assert until is not None
    following = until + timedelta(days=1)
    index = passed_on.year * 12 + passed_on.month - 1 + months
    assert (following.year * 12 + following.month - 1) == index
    assert following.day <= passed_on.day


def test_validity_examples() -> None:
    assert valid_until(date(2026, 11, 28), 24) == date(2028, 11, 27)
    assert valid_until(date(2027, 1, 31), 1) == date(2027, 2, 27)
    assert valid_until(date(2026, 1, 1), None) is None


def test_serial_number() -> None:
    assert serial_number(serial_prefix("qy", "a", 2026), 418) == "QY-2026-A-000418"


def test_dates_as_on_paper() -> None:
    assert in_characters(date(2026, 11, 28)) == "二〇二六年十一月二十八日"
    assert in_characters(date(2030, 10, 20)) == "二〇三〇年十月二十日"
    assert in_characters(date(2000, 1, 1)) == "二〇〇〇年一月一日"
    assert in_digits(date(2026, 1, 9)) == "2026年1月9日"
    assert in_english(date(2026, 1, 9)) == "9 January 2026"
