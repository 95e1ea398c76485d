"""Every fault of a scorecard, with its place and in words."""

import pytest
from django.utils import translation

from reviews.queries.fault_words import fault_in_words
from reviews.queries.first_scorecard import first_scorecard
from reviews.rules.scorecard import (
    Component,
    Measure,
    Ratio,
    Scorecard,
)
from reviews.rules.scorecard_faults import FaultKind, faults_of
from tests.factories.reviews import (
    D,
    make_card,
)
from tests.reviews.scorecard_pages import (
    FAULTY,
    bands,
)


@pytest.mark.parametrize(
    ("card", "kind", "where", "row"), FAULTY, ids=[f"{row[1]}-{row[2]}" for row in FAULTY]
)
def test_each_fault_is_found_with_its_place_and_said_in_words(
    card: Scorecard, kind: FaultKind, where: str, row: int
) -> None:
    found = [fault for fault in faults_of(card) if fault.kind == kind]
    assert (where, row) in [(fault.where, fault.row) for fault in found]
    with translation.override("en"):
        for fault in found:
            said = fault_in_words(fault)
            assert "%" not in said.replace(" %", "")
            assert (f"row {fault.row}" in said) == bool(fault.row)


def test_every_kind_of_fault_is_among_them() -> None:
    assert {row[1] for row in FAULTY} == set(FaultKind)


@pytest.mark.parametrize(("lower", "upper"), [(70, 60), (50, 60)])
def test_a_hole_and_an_overlap_name_their_bounds(lower: int, upper: int) -> None:
    (fault,) = faults_of(bands((0, 60, 0), (lower, 100, 90)))
    assert fault.values == {"lower": str(min(60, lower)), "upper": str(max(60, lower))}


def test_sound_scorecards_have_none() -> None:
    assert faults_of(make_card()) == []
    assert faults_of(first_scorecard()) == []


def test_the_first_scorecard_has_the_usual_targets() -> None:
    service = first_scorecard().component(Component.SERVICE)
    assert service is not None
    heaviest = max(first_scorecard().components, key=lambda rule: rule.weight)
    assert heaviest.component == Component.SERVICE
    targets = {each.measure: each.rule for each in service.measures}
    assert targets[Measure.SATISFACTION] == Ratio(D(90))
    assert targets[Measure.CALL_BACK] == Ratio(D(50))
    assert targets[Measure.CALL_BACK_MAJOR] == Ratio(D(100))
