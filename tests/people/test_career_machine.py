"""Whatever is done to somebody, in whatever order and on whatever days: their history holds
together."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from lms.people.actions.apply_due_changes import apply_due_changes
from lms.people.actions.correct_placement import correct_placement, withdraw_placement
from lms.people.actions.end_employment import end_employment, withdraw_leaving
from lms.people.actions.hire_employee import hire_employee
from lms.people.actions.note_leave import end_leave, note_leave
from lms.people.actions.rehire_employee import rehire_employee
from lms.people.actions.transfer_employee import transfer_employee
from lms.people.errors import PeopleError
from lms.people.models import Employee
from lms.people.rules.periods import are_apart, at
from tests.factories.people import PostFactory, UnitFactory

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 6, 1)
shifts = st.integers(-40, 40).map(lambda days: timedelta(days=days))


class Career(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.today = BEGIN
        self.system = Employee.objects.system()
        self.units = [UnitFactory.create() for __ in range(3)]
        self.posts = [PostFactory.create() for __ in range(2)]
        with self.on_the_day():
            self.person = hire_employee(
                actor=self.system,
                staff_number=f"M{Employee.objects.count()}",
                name="林小满",
                unit=self.units[0],
                post=self.posts[0],
                hired_on=self.today,
                password=None,
            )

    def on_the_day(self):
        noon = datetime(*self.today.timetuple()[:3], 12, tzinfo=ZoneInfo("Asia/Shanghai"))
        return time_machine.travel(noon, tick=False)

    def attempt(self, action, **values):
        """Refused or done: both must leave things in order."""
        with self.on_the_day():
            try:
                action(actor=self.system, **values)
            except PeopleError as refusal:
                str(refusal)

    @rule(days=st.integers(1, 30))
    def time_goes_on(self, days):
        self.today += timedelta(days=days)
        with self.on_the_day():
            apply_due_changes(actor=self.system)
            assert apply_due_changes(actor=self.system) == 0

    @rule(unit=st.integers(0, 2), post=st.integers(0, 1), shift=shifts)
    def transfer(self, unit, post, shift):
        self.attempt(
            transfer_employee,
            employee=self.person,
            unit=self.units[unit],
            post=self.posts[post],
            on=self.today + shift,
        )

    @rule(unit=st.integers(0, 2), shift=shifts, data=st.data())
    def correct(self, unit, shift, data):
        placement = data.draw(st.sampled_from(list(self.person.placements.all())))
        self.attempt(
            correct_placement,
            placement=placement,
            unit=self.units[unit],
            post=placement.post,
            from_on=placement.from_on + shift,
            reason="x",
        )

    @rule()
    def withdraw(self):
        self.attempt(withdraw_placement, placement=self.person.placements.last(), reason="x")

    @rule(shift=shifts, length=st.none() | st.integers(-2, 20))
    def go_on_leave(self, shift, length):
        from_on = self.today + shift
        until_on = None if length is None else from_on + timedelta(days=length)
        self.attempt(
            note_leave, employee=self.person, kind="sick", from_on=from_on, until_on=until_on
        )

    @rule(shift=shifts)
    def come_back_from_leave(self, shift):
        if leave := self.person.leaves.last():
            self.attempt(end_leave, leave=leave, back_on=self.today + shift)

    @rule(shift=shifts)
    def leave_the_company(self, shift):
        self.attempt(end_employment, employee=self.person, on=self.today + shift, reason="x")

    @rule()
    def stay(self):
        self.attempt(withdraw_leaving, employee=self.person)

    @rule(unit=st.integers(0, 2), shift=shifts)
    def return_to_the_company(self, unit, shift):
        self.attempt(
            rehire_employee,
            employee=self.person,
            unit=self.units[unit],
            post=self.posts[0],
            on=self.today + shift,
            employment_kind="own",
        )

    @invariant()
    def history_holds_together(self):
        for spans in (self.person.placements, self.person.leaves, self.person.employments):
            periods = [each.period for each in spans.all()]
            assert are_apart(periods)
            assert sum(period.until_on is None for period in periods) <= 1

    @invariant()
    def the_present_placement_is_that_of_the_employee(self):
        person = Employee.objects.get(pk=self.person.pk)
        placements = list(person.placements.all())
        present = placements[at([each.period for each in placements], self.today)]
        assert (person.unit_id, person.post_id) == (present.unit_id, present.post_id)

    @invariant()
    def employment_and_account_say_the_same(self):
        person = Employee.objects.get(pk=self.person.pk)
        last = person.employments.last()
        assert (last.from_on, last.until_on) == (person.hired_on, person.left_on)
        assert person.placements.last().until_on == person.left_on
        if person.has_left_by(self.today):
            assert not person.is_active


class TestCareer(Career.TestCase, HypothesisTestCase):
    settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
