"""Whoever tries whatever in a cycle, in whatever order: only the owner of a stage moves it on, the
state is what the steps make of it, what was frozen stays, and whoever decides an appeal had no
part in the result."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from lms.ledger.actions.verify_ledger import verify
from lms.people.enums import Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.assess_oneself import assess_oneself
from reviews.actions.decide_appeal import Decision, decide_appeal
from reviews.actions.freeze_results import freeze_result
from reviews.actions.hold_talk import hold_talk
from reviews.actions.keep_reviews import keep_reviews
from reviews.actions.lodge_appeal import lodge_appeal
from reviews.actions.rate_review import rate_review
from reviews.actions.sign_review import sign_review
from reviews.actions.take_step import take_step
from reviews.errors import ReviewError, ReviewMovedOn
from reviews.models import Result, Review
from reviews.queries.files import file_of
from reviews.queries.parts import took_part_in
from reviews.queries.projection import projection
from reviews.rules import steps as said
from reviews.rules.procedure import OWNERS, WITH_RESULT, Office, State, StepKind, offices_for
from reviews.rules.review_file import PART_IN_RESULT
from reviews.rules.scorecard import Measure
from reviews.rules.trace import content_hash
from tests.factories.people import EmployeeFactory, PostFactory, holder_of
from tests.factories.reviews import GRADES, ReviewWorld, figures, goal_of, review_world

pytestmark = pytest.mark.django_db
K, S = StepKind, State
EXAMPLE = "九月三次回访都当日完成。"
CALENDAR_STEPS = {K.SELF_LAPSED, K.SIGN_LAPSED, K.APPEAL_LAPSED}
# What the system alone writes; `recompute_overturned` is tested beside the cases it follows.
SYSTEMS_STEPS = CALENDAR_STEPS | {K.RECOMPUTED}
OWN_STEPS = {K.SELF_ASSESSED, K.SIGNED, K.APPEALED}
# What leads on from each stage, by whose turn it is.
WAY: dict[State, tuple[StepKind, ...]] = {
    S.SELF_ASSESSMENT: (K.SELF_ASSESSED, K.SELF_LAPSED),
    S.RATING: (K.RATED,),
    S.CALIBRATION: (K.MOVED, K.FROZEN, K.FROZEN, K.SENT_BACK),
    S.TALK: (K.TALKED,),
    S.SIGN_OFF: (K.SIGNED, K.SIGN_LAPSED, K.APPEALED),
    S.APPEAL_TIME: (K.APPEALED, K.APPEALED, K.APPEAL_LAPSED),
    S.APPEALED: (K.APPEAL_DECIDED,),
}
GRADE_CODES = [grade.code for grade in GRADES]


class Cycle(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.company = transaction.atomic()
        self.company._from_testcase = True  # actions may be the outermost inside it
        self.company.__enter__()
        self.world = world = review_world()
        self.system = Employee.objects.system()
        self.second = holder_of(
            Role.SITE_MANAGER,
            world.site,
            post=PostFactory.create(standing=Standing.MANAGER),
            name="欧阳若禾",
        )
        outsider = EmployeeFactory.create(unit=world.site)
        self.hr = [world.hr, world.other_hr, world.director]
        self.people = [*self.hr, world.manager, self.second, world.subject, outsider, self.system]
        self.evidence(world)
        self.review = world.opened()
        self.frozen: dict[int, str] = {}

    def evidence(self, world: ReviewWorld) -> None:
        bad, good, __ = world.months
        figures(world.subject, (bad, Measure.CLOSURE, 2, 40), (good, Measure.CLOSURE, 39, 40))
        goal_of(world.subject, world.period, 40)

    def teardown(self) -> None:
        try:
            verdict = verify()
            assert verdict.is_sound, verdict.in_words
        finally:
            transaction.set_rollback(True)
            self.company.__exit__(None, None, None)

    # What is done --------------------------------------------------------------------------------

    @initialize(data=st.data(), count=st.integers(0, 7))
    def begin_somewhere_on_the_way(self, data: st.DataObject, count: int) -> None:
        for __ in range(count):
            self.go_on(data)

    @rule(data=st.data(), count=st.integers(1, 3))
    def do_what_is_next(self, data: st.DataObject, count: int) -> None:
        for __ in range(count):
            self.go_on(data)

    @rule(data=st.data())
    def try_anything(self, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from(self.people))
        kind = data.draw(st.sampled_from([kind for kind in K if kind not in SYSTEMS_STEPS]))
        self.attempt(kind, actor, self.action(data, kind))

    @rule(data=st.data())
    def name_another_manager(self, data: st.DataObject) -> None:
        manager = data.draw(st.sampled_from([self.world.manager, self.second]))
        content = said.ManagerChanged(manager.token, "调岗。")
        self.attempt(K.MANAGER_CHANGED, self.world.hr, self.step_with(content))

    @rule()
    def act_on_an_old_page(self) -> None:
        seen = len(self.file.steps) + 1
        with pytest.raises(ReviewMovedOn):
            take_step(
                actor=self.world.hr, review=self.review, content=said.Withdrawn("。"), seen=seen
            )

    @rule()
    def let_its_time_run_out(self) -> None:
        self.lapse()

    @rule()
    def learn_more_about_the_past(self) -> None:
        """What is known later never enters what was frozen."""
        goal_of(self.world.subject, self.world.period, 0)

    def go_on(self, data: st.DataObject) -> None:
        if self.state not in WAY:
            return
        kind = data.draw(st.sampled_from(WAY[self.state]))
        if kind in CALENDAR_STEPS:
            self.lapse()
            return
        self.attempt(kind, self.owner(kind), self.action(data, kind))

    def owner(self, kind: StepKind) -> Employee:
        """Who may take the step; of HR whoever had no part, for an appeal."""
        self.review.refresh_from_db()
        if kind in OWN_STEPS:
            return self.world.subject
        if kind in (K.RATED, K.TALKED):
            return self.review.manager or self.system
        if kind == K.APPEAL_DECIDED:
            had_part = took_part_in([self.review.pk])[self.review.pk]
            free = (one for one in self.hr if one.pk not in had_part)
            return next(free, self.world.hr)
        return self.world.hr

    def lapse(self) -> None:
        before = self.state
        yesterday = timezone.localdate() - timedelta(days=1)
        Review.objects.filter(pk=self.review.pk, due_on__isnull=False).update(due_on=yesterday)
        with pytest.raises(NotAllowed):
            keep_reviews(actor=self.world.hr)
        done = keep_reviews(actor=self.system)
        assert done == (before in (S.SELF_ASSESSMENT, S.SIGN_OFF, S.APPEAL_TIME))
        assert keep_reviews(actor=self.system) == 0
        Review.objects.filter(pk=self.review.pk).update(
            due_on=projection(self.fresh(), self.file)["due_on"]
        )

    def attempt(
        self, kind: StepKind, actor: Employee, action: Callable[[Employee, UUID], Any]
    ) -> None:
        """Refused, nothing is changed; done, it was the owner's to do."""
        before, form_id = self.file, uuid4()
        had_part = took_part_in([self.review.pk])[self.review.pk]
        try:
            action(actor, form_id)
        except (ReviewError, NotAllowed):
            assert self.file == before
            return
        after = self.file
        assert len(after.steps) == len(before.steps) + 1
        assert after.steps[-1].kind == kind
        assert offices_for(before.state, kind)
        self.check_office(kind, actor, had_part)
        if kind != K.FROZEN:  # the same form once more is the same step
            action(actor, form_id)
            assert self.file == after

    def action(self, data: st.DataObject, kind: StepKind) -> Callable[[Employee, UUID], Any]:
        """What somebody does may be sensible or not."""
        draw, review = data.draw, self.review
        if kind == K.SELF_ASSESSED:
            return lambda actor, form_id: assess_oneself(
                actor=actor, review=review, went_well="好。", to_improve="快。", form_id=form_id
            )
        if kind == K.RATED:
            codes = draw(st.sampled_from([("attitude", "reliable")] * 3 + [("attitude",)]))
            points = draw(st.integers(1, 6))
            ratings = tuple(said.Rating(code, points, EXAMPLE) for code in codes)
            return lambda actor, form_id: rate_review(
                actor=actor, review=review, ratings=ratings, text="好。", form_id=form_id
            )
        if kind == K.FROZEN:
            return lambda actor, form_id: freeze_result(actor=actor, review=review)
        if kind == K.TALKED:
            talked = self.talked(draw(st.booleans()), draw(st.sampled_from([0, 0, 0, 1])))
            return lambda actor, form_id: hold_talk(
                actor=actor, review=review, talked=talked, form_id=form_id
            )
        if kind == K.SIGNED:
            return lambda actor, form_id: sign_review(
                actor=actor, review=review, comment="", form_id=form_id
            )
        if kind == K.APPEALED:
            return lambda actor, form_id: lodge_appeal(
                actor=actor, review=review, grounds="不是我的数据。", form_id=form_id
            )
        if kind == K.APPEAL_DECIDED:
            decision = self.decision(data)
            return lambda actor, form_id: decide_appeal(
                actor=actor, review=review, decision=decision, form_id=form_id
            )
        return self.step_with(self.content(data, kind))

    def step_with(self, content: Any) -> Callable[[Employee, UUID], Any]:
        return lambda actor, form_id: take_step(
            actor=actor, review=self.review, content=content, form_id=form_id
        )

    def content(self, data: st.DataObject, kind: StepKind) -> Any:
        """Of a step that has no action of its own here."""
        grade = data.draw(st.sampled_from(GRADE_CODES))
        return {
            K.SENT_BACK: said.SentBack("请补例证。"),
            K.MOVED: said.Moved(self.fresh().grade, grade, "与同岗相比偏宽。"),
            K.MANAGER_CHANGED: said.ManagerChanged(self.second.token, "调岗。"),
            K.WITHDRAWN: said.Withdrawn("开错了。"),
        }[kind]

    def talked(self, agrees: bool, ahead: int) -> said.Talked:
        today = timezone.localdate()
        again = said.FollowUp(
            said.FollowUpKind.TRAINING, today + timedelta(days=60), note="跟岗两周。"
        )
        return said.Talked(today + timedelta(days=ahead), "谈了。", (again,) if agrees else ())

    def decision(self, data: st.DataObject) -> Decision:
        result = self.review.results.order_by("-number").first()
        keys = [item.key for item in result.frozen_trace.items] if result else []
        struck = data.draw(st.lists(st.sampled_from([*keys, "closure:0"]), max_size=2))
        grade = data.draw(st.sampled_from(["", "", *GRADE_CODES]))
        return Decision(bool(struck or grade), "核对过。", tuple(struck), grade)

    # What holds at any time -----------------------------------------------------------------------

    def fresh(self) -> Review:
        return Review.objects.select_related("cycle", "employee", "manager").get(pk=self.review.pk)

    @property
    def file(self) -> Any:
        return file_of(self.review)

    @property
    def state(self) -> State:
        found: State = self.file.state
        return found

    def check_office(self, kind: StepKind, actor: Employee, had_part: frozenset[int]) -> None:
        assert actor != self.system
        if kind in OWN_STEPS:
            assert actor == self.world.subject
        elif kind in (K.RATED, K.TALKED):
            assert actor == self.fresh().manager
        else:
            assert actor in self.hr
        if kind == K.APPEAL_DECIDED:
            assert actor.pk not in had_part
            assert actor != self.fresh().manager

    @invariant()
    def the_state_is_what_the_steps_make(self) -> None:
        review, file = self.fresh(), self.file
        assert projection(review, file) == {"state": review.state, "due_on": review.due_on}
        assert OWNERS[file.state] in Office
        assert OWNERS[file.state] != Office.NOBODY or file.state in (S.CLOSED, S.WITHDRAWN)

    @invariant()
    def what_was_frozen_stays(self) -> None:
        results = list(Result.objects.filter(review=self.review).order_by("number"))
        assert bool(results) == (self.state in WITH_RESULT)
        assert [result.number for result in results] == list(range(1, len(results) + 1))
        hashes = {
            row.pk: content_hash([row.trace, row.outcome, str(row.total), row.grade])
            for row in results
        }
        assert hashes | self.frozen == hashes
        self.frozen = hashes
        if results:
            review, newest = self.fresh(), results[-1]
            assert (review.total, review.grade) == (newest.total, newest.grade)
            assert self.file.result == newest.token

    @invariant()
    def an_appeal_is_heard_by_somebody_else_and_never_lowers(self) -> None:
        decided = self.file.last_step(said.AppealDecided)
        if decided is None:
            return
        had_part = {step.actor for step in self.file.steps if step.kind in PART_IN_RESULT}
        assert decided.actor not in had_part
        totals = [row.total for row in self.review.results.order_by("number")]
        grades = [GRADE_CODES.index(row.grade) for row in self.review.results.order_by("number")]
        assert totals == sorted(totals)
        assert grades == sorted(grades)


def test_whoever_tries_whatever() -> None:
    run_state_machine_as_test(
        Cycle,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
