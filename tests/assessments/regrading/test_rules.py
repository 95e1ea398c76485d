from dataclasses import replace
from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules.outcome import MarkedItem, passed, section_shares
from assessments.rules.regrading import (
    Obstacle,
    PaperMark,
    SectionSum,
    Terms,
    deciding,
    obstacle,
    standing_of,
    with_change,
)
from assessments.rules.wording import Wording
from tests.factories.assessments import OF_KIND


def wording(kind: str, **changes: object) -> Wording:
    content, key = OF_KIND[kind]
    return Wording(kind=kind, stem="？", content=content, key=key, **changes)  # type: ignore[arg-type]


def test_each_kind_takes_its_own_key_and_no_other_kinds_does() -> None:
    for kind, other in product(OF_KIND, OF_KIND):
        found = obstacle(wording(kind), wording(other))
        assert found == (None if kind == other else Obstacle.KIND)


def test_marks_content_and_rubric_have_to_be_the_same_but_feedback_may_differ() -> None:
    single = wording(Kind.SINGLE_CHOICE)
    assert obstacle(single, replace(single, marks=2)) == Obstacle.MARKS
    more = replace(single, content={"options": [*single.content["options"], "九声"]})
    assert obstacle(single, more) == Obstacle.CONTENT
    said = replace(single, content=single.content | {"feedback": ["太早", "对", "太晚", "太晚"]})
    assert obstacle(single, said) is None
    essay = wording(Kind.ESSAY)
    other = replace(essay, key={"rubric": [{"text": "先致歉", "points": 10}]})
    assert obstacle(essay, other) == Obstacle.RUBRIC
    assert obstacle(essay, replace(essay, key=essay.key | {"model": "对不起。"})) is None


papers = st.lists(
    st.builds(
        lambda section, out_of, hundredths: (section, out_of, min(hundredths, out_of * 100)),
        st.integers(0, 2),
        st.integers(1, 4),
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=7,
).map(
    lambda rows: [
        PaperMark(number, section, Decimal(hundredths) / 100, out_of)
        for number, (section, out_of, hundredths) in enumerate(rows)
    ]
)


def terms_of(paper: list[PaperMark], percent: int, minimum: int) -> Terms:
    return Terms(Decimal(sum(each.out_of for each in paper)), percent, {0: minimum})


def passes(terms: Terms, paper: list[PaperMark]) -> bool:
    """As a result is made of the items."""
    items = [MarkedItem(each.section, each.mark, each.out_of) for each in paper]
    score = sum((each.mark for each in paper), Decimal("0.00"))
    shares = section_shares(items, terms.minimums)
    return passed(score, terms.max_score, terms.pass_percent, shares)


@given(papers, st.integers(0, 100), st.integers(0, 100), st.data())
def test_a_changed_mark_gives_what_a_fresh_marking_would(
    paper: list[PaperMark], percent: int, minimum: int, data: st.DataObject
) -> None:
    terms = terms_of(paper, percent, minimum)
    place = data.draw(st.integers(0, len(paper) - 1))
    mark = Decimal(data.draw(st.integers(0, paper[place].out_of * 100))) / 100
    sums: dict[int, SectionSum] = {}
    for each in paper:
        so_far = sums.get(each.section, SectionSum(Decimal(0), Decimal(0)))
        sums[each.section] = SectionSum(so_far.score + each.mark, so_far.out_of + each.out_of)
    fresh = [replace(each, mark=mark) if each is paper[place] else each for each in paper]
    found = standing_of(terms, with_change(sums, paper[place].section, mark - paper[place].mark))
    assert found.passed == passes(terms, fresh)
    assert found.score == sum(each.mark for each in fresh)


@given(papers, st.integers(0, 100), st.integers(0, 100), st.integers(0, 127))
def test_a_question_decides_where_its_worth_can_make_the_difference(
    paper: list[PaperMark], percent: int, minimum: int, chosen: int
) -> None:
    doubtful = {each.key for each in paper if chosen >> each.key & 1}
    terms = terms_of(paper, percent, minimum)

    def with_marks(full: set[int]) -> bool:
        worth = [
            replace(each, mark=Decimal(each.out_of if each.key in full else 0))
            if each.key in doubtful
            else each
            for each in paper
        ]
        return passes(terms, worth)

    def subsets(keys: set[int]) -> list[set[int]]:
        ordered = sorted(keys)
        return [
            {key for key, is_in in zip(ordered, flags, strict=True) if is_in}
            for flags in product((False, True), repeat=len(ordered))
        ]

    expected = {
        key
        for key in doubtful
        if any(with_marks(some) != with_marks(some | {key}) for some in subsets(doubtful - {key}))
    }
    assert deciding(terms, paper, doubtful) == expected


def test_of_many_doubtful_questions_all_count_where_together_they_decide() -> None:
    paper = [PaperMark(key, 0, Decimal(1), 1) for key in range(12)]
    terms = Terms(Decimal(12), 50, {})
    assert deciding(terms, paper, set(range(10))) == set(range(10))
    assert deciding(terms, paper, set()) == set()
