"""Two markers, or two trainers, at the same moment: real transactions, in threads."""

from decimal import Decimal
from functools import partial

import pytest

from assessments.actions.mark_item import mark_item
from assessments.actions.settle_mark import Seen, settle_mark
from assessments.enums import Kind
from assessments.errors import MarkChanged, NothingToMark
from assessments.models import BlindMark, ItemMark, SittingResult
from lms.people.enums import Role
from tests.assessments.marking.pages import answered
from tests.assessments.test_at_once import at_once
from tests.factories.assessments import quiz_of_kinds
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.ledger.reading import check_agreement

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = [Decimal(4), Decimal(6)]


def test_of_markers_at_once_two_judge_and_make_one_mark_and_one_trainer_puts_it_right() -> None:
    site = UnitFactory.create()
    quiz = quiz_of_kinds(Kind.ESSAY, marking_distance=20)
    sitting = answered(EmployeeFactory.create(unit=site), quiz)
    item = sitting.items.get()
    markers = [holder_of(Role.ASSESSOR, site) for __ in range(3)]
    said = at_once([partial(mark_item, actor=who, item=item, points=POINTS) for who in markers])
    assert sum(isinstance(one, NothingToMark) for one in said) == 1
    assert sorted(BlindMark.objects.values_list("number", flat=True)) == [1, 2]
    assert ItemMark.objects.count() == SittingResult.objects.count() == 1
    seen = Seen(item.responses.get().pk, 1)
    trainers = [holder_of(Role.TRAINER, site) for __ in range(2)]
    said = at_once(
        [
            partial(settle_mark, actor=who, item=item, points=POINTS, reason="重看。", seen=seen)
            for who in trainers
        ]
    )
    assert sum(isinstance(one, MarkChanged) for one in said) == 1
    assert ItemMark.objects.count() == SittingResult.objects.count() == 2
    check_agreement()
