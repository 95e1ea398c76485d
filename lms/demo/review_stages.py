"""Playing a cycle of the demo's reviews, stage by stage, in the name of whoever's turn it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone

from lms.demo import clock
from lms.demo.review_rows import Row
from lms.demo.stories import course_of, person
from lms.people.models import Employee
from reviews.actions.answer_as_peer import answer_as_peer
from reviews.actions.ask_peers import ask_peers
from reviews.actions.assess_oneself import assess_oneself
from reviews.actions.decide_appeal import Decision, decide_appeal
from reviews.actions.follow_talk import follow_talk
from reviews.actions.freeze_results import freeze_result
from reviews.actions.hold_talk import hold_talk
from reviews.actions.keep_reviews import keep_reviews
from reviews.actions.lodge_appeal import lodge_appeal
from reviews.actions.move_grade import move_grade
from reviews.actions.rate_review import rate_review
from reviews.actions.sign_review import sign_review
from reviews.actions.withdraw_review import withdraw_review
from reviews.models import Review, ReviewCycle
from reviews.queries.follow_ups import is_low
from reviews.queries.peers import card_for
from reviews.queries.rating import questions_for
from reviews.rules.procedure import State
from reviews.rules.steps import FollowUp, FollowUpKind, Rating, Talked

HR = "20213"
USUAL_TRAINING = {"course": "T", "due": 30, "reassess": 90}
# Every review goes through these; a row's `stage` says how far its own goes.
ORDER = (
    State.SELF_ASSESSMENT,
    State.RATING,
    State.CALIBRATION,
    State.TALK,
    State.SIGN_OFF,
    State.APPEAL_TIME,
    State.APPEALED,
    State.CLOSED,
)


def _assess(review: Review, row: Row) -> None:
    if not review.employee.has_sign_in:
        return
    assess_oneself(
        actor=review.employee,
        review=review,
        went_well=row["well"],
        to_improve=row["improve"],
        support=row.get("support", ""),
    )


def _rate(review: Review, row: Row) -> None:
    assert review.manager is not None
    said = zip(questions_for(review), row["points"], row["examples"], strict=True)
    ratings = [Rating(question.code, points, example) for question, points, example in said]
    rate_review(actor=review.manager, review=review, ratings=ratings, text=row["text"])


def _move(review: Review, row: Row) -> None:
    if "moved" in row and review.grade != row["moved"]["grade"]:
        move_grade(actor=person(HR), review=review, **row["moved"])


def _freeze(review: Review, row: Row) -> None:
    freeze_result(actor=person(HR), review=review)


def _talk(review: Review, row: Row) -> None:
    assert review.manager is not None
    talked = Talked(
        timezone.localdate(), row.get("talk", row["text"]), tuple(_follow_ups(review, row))
    )
    step = hold_talk(actor=review.manager, review=review, talked=talked)
    follow_talk(actor=Employee.objects.system(), step=step)


def _follow_ups(review: Review, row: Row) -> Iterator[FollowUp]:
    """As the row says; after a low grade some training in any case."""
    said = row.get("follow_up") or (
        {"course": "T", "due": 30, "reassess": 90} if is_low(review) else None
    )
    if said is not None:
        today = timezone.localdate()
        yield FollowUp(
            FollowUpKind.TRAINING,
            today + timedelta(days=said["reassess"]),
            course=str(course_of(said["course"]).translation_key),
            due_on=today + timedelta(days=said["due"]),
            note=said.get("note", ""),
        )


def _sign(review: Review, row: Row) -> None:
    if review.employee.has_sign_in:
        sign_review(actor=review.employee, review=review, comment=row.get("comment", ""))


def _appeal(review: Review, row: Row) -> None:
    if "appeal" in row:
        lodge_appeal(actor=review.employee, review=review, grounds=row["appeal"])


def _decide(review: Review, row: Row) -> None:
    said = row["decision"]
    decision = Decision(True, said["reasons"], tuple(said["strike"]))
    decide_appeal(actor=person(said["by"]), review=review, decision=decision)


def _withdraw(review: Review, row: Row) -> None:
    if "withdrawn" in row:
        withdraw_review(actor=person(HR), review=review, reason=row["withdrawn"])


# In which stage, how many days after the cycle was opened, at what time, and what is done.
Do = Callable[[Review, Row], None]
DOINGS: Sequence[tuple[State, int, str, Do]] = (
    (State.SELF_ASSESSMENT, 1, "09:30", _withdraw),
    (State.SELF_ASSESSMENT, 2, "20:15", _assess),
    (State.RATING, 9, "17:30", _rate),
    (State.CALIBRATION, 11, "14:00", _move),
    (State.CALIBRATION, 12, "10:30", _freeze),
    (State.TALK, 14, "16:00", _talk),
    (State.SIGN_OFF, 15, "19:40", _sign),
    (State.APPEAL_TIME, 16, "21:05", _appeal),
    (State.APPEALED, 22, "11:00", _decide),
)
# On these days the calendar goes on without who has no sign-in, and closes what nobody appealed
# against.
LAPSES = (8, 21, 38)


def play(
    cycle: ReviewCycle,
    rows: Mapping[str, Row],
    opened_on: date,
    *,
    peers: Mapping[str, Row] | None = None,
) -> None:
    """Take every review of a row as far as the row says, from where it stands."""
    for number, said in (peers or {}).items():
        _ask_peers(cycle, number, said, opened_on)
    lapses = list(LAPSES)
    for state, days, at, do in DOINGS:
        while lapses and lapses[0] < days:
            _let_lapse(opened_on + timedelta(days=lapses.pop(0)))
        for review in _reviews(cycle, rows, state):
            row = rows[review.employee.staff_number]
            if _goes_on(row, state, do):
                with clock.at(clock.moment(opened_on + timedelta(days=days), at)):
                    do(review, row)
    for left in lapses:
        _let_lapse(opened_on + timedelta(days=left))


def _let_lapse(day: date) -> None:
    """What the calendar does by itself, if the day has come."""
    if day < timezone.localdate():
        with clock.at(clock.moment(day, "06:10")):
            keep_reviews(actor=Employee.objects.system())


def _reviews(cycle: ReviewCycle, rows: Mapping[str, Row], state: State) -> Sequence[Review]:
    found = cycle.reviews.filter(state=state, employee__staff_number__in=rows)
    return list(found.select_related("cycle", "employee__unit", "employee__post", "manager"))


def _goes_on(row: Row, state: State, do: Do) -> bool:
    """Whether the row's review does not stay in the state; somebody is moved while it is there."""
    if do is _decide:
        return "decision" in row
    last = ORDER.index(State(row.get("stage", State.CLOSED)))
    stays = (_move, _withdraw)  # where it is
    return ORDER.index(state) < last or (do in stays and ORDER.index(state) == last)


def _ask_peers(cycle: ReviewCycle, number: str, said: Row, opened_on: date) -> None:
    review = cycle.reviews.filter(employee__staff_number=number).first()
    if review is None or review.manager is None or review.peer_requests.exists():
        return
    with clock.at(clock.moment(opened_on + timedelta(days=1))):
        peers = [person(each) for each in said["asked"]]
        requests = ask_peers(actor=review.manager, review=review, peers=peers)
    answers = zip(requests, said["points"], said["comments"], strict=True)
    with clock.at(clock.moment(opened_on + timedelta(days=3), "21:00")):
        card = card_for(review)
        assert card is not None
        codes = [question.code for question in card.peer_questions]
        for request, points, comment in answers:
            answer_as_peer(
                actor=request.peer,
                request=request,
                points=dict(zip(codes, points, strict=True)),
                comment=comment,
            )
