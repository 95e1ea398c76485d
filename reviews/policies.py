"""Who may. `check_can_x` raises `NotAllowed`, `can_x` answers; at which stage something is
possible, `rules.procedure` says."""

from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from lms.people.policies import check_can_attest, check_may, manages, may
from lms.people.queries import reach
from lms.people.rules.attestation import Proof
from lms.people.rules.roles import PERMISSIONS
from reviews.errors import OwnRating, PeersAreClosed
from reviews.models import FigureImport, Goal, PeerRequest, Result, Review
from reviews.queries.desk import Reach
from reviews.queries.figures import reaches_all
from reviews.queries.parts import took_part_in
from reviews.rules.procedure import ENDED, WITH_RESULT, Office, State
from reviews.rules.review_file import ReviewFile
from reviews.rules.steps import Rated

SEE = "reviews.view_review"
HANDLE = "reviews.change_review"
RATE = "reviews.rate_review"
DECIDE_APPEAL = "reviews.decide_appeal"
OPEN_CYCLES = "reviews.add_reviewcycle"
WRITE_SCORECARDS = "reviews.change_scorecarddraft"
ADOPT_SCORECARDS = "reviews.add_scorecardversion"
IMPORT_FIGURES = "reviews.add_figureimport"


def _is_above(actor: Employee, employee: Employee) -> bool:
    """Neither themselves nor somebody they work under."""
    return actor != employee and not manages(employee, actor)


def offices_held(actor: Employee, review: Review, file: ReviewFile) -> frozenset[Office]:
    """In which capacities somebody may act in a review."""
    if actor.is_system:
        return frozenset({Office.CALENDAR})
    held = set()
    if actor == review.employee:
        held.add(Office.SUBJECT)
    if actor.pk == review.manager_id and may(actor, RATE, review.employee):
        held.add(Office.MANAGER)
    if may(actor, HANDLE, review.employee) and _is_above(actor, review.employee):
        held.add(Office.HR)
    if can_hear_appeal(actor, review):
        held.add(Office.APPEALS)
    return frozenset(held)


def can_hear_appeal(actor: Employee, review: Review) -> bool:
    """Somebody who had no part in the result, and does not work under the person."""
    return (
        review.state == State.APPEALED
        and may(actor, DECIDE_APPEAL, review.employee)
        and _is_above(actor, review.employee)
        and actor.pk != review.manager_id
        and actor.pk not in took_part_in([review.pk])[review.pk]
    )


def check_second_look(actor: Employee, review: Review, file: ReviewFile) -> None:
    """Calibration is a second look: nobody calibrates or freezes what they rated themselves.

    Raises `OwnRating`.
    """
    rated = file.last_step(Rated)
    if actor.pk == review.manager_id or (rated is not None and rated.actor == actor.token):
        raise OwnRating


def reach_over_reviews(actor: Employee) -> Reach:
    """Where somebody may do what, for lists."""
    return Reach(
        see=reach(actor, SEE),
        handle=reach(actor, HANDLE),
        rate=reach(actor, RATE),
        hear=reach(actor, DECIDE_APPEAL),
        raters=[role for role, carried in PERMISSIONS.items() if RATE in carried],
    )


def can_rate(manager: Employee, employee: Employee) -> bool:
    """Whether somebody could be named to rate a person."""
    return manager.is_active and may(manager, RATE, employee) and _is_above(manager, employee)


def can_see_reviews(actor: Employee) -> bool:
    """The desk: HR, and who rates."""
    return may(actor, SEE) or may(actor, RATE)


def check_can_see_reviews(actor: Employee) -> None:
    if not can_see_reviews(actor):
        raise NotAllowed


def can_see_review(actor: Employee, review: Review) -> bool:
    """At the desk: HR of the person's unit and the person's manager; not the person themselves,
    and nobody below them."""
    if not _is_above(actor, review.employee):
        return False
    is_manager = actor.pk == review.manager_id and may(actor, RATE, review.employee)
    return is_manager or may(actor, SEE, review.employee)


def check_can_see_review(actor: Employee, review: Review) -> None:
    if not can_see_review(actor, review):
        raise NotAllowed


def can_read_own_result(actor: Employee, review: Review) -> bool:
    """The person reads their score when it is frozen; before, it is nobody's word yet."""
    return actor == review.employee and State(review.state) in WITH_RESULT


def can_read_result(actor: Employee, result: Result) -> bool:
    return can_read_own_result(actor, result.review) or can_see_review(actor, result.review)


def check_can_answer(actor: Employee, review: Review, proof: Proof) -> None:
    """Assess oneself, sign and appeal: the person, by themselves or attended; what they signed on
    paper, HR enters.

    Raises `NotAllowed`, `SignatureMissing`.
    """
    check_can_attest(actor, review.employee, proof, paper=HANDLE)


def check_can_open_cycle(actor: Employee, unit: Unit | None = None) -> None:
    """For the unit and all below it; without one, whether for any."""
    check_may(actor, OPEN_CYCLES, unit)


def can_see_cycles(actor: Employee) -> bool:
    return may(actor, SEE)


def check_can_see_cycles(actor: Employee) -> None:
    check_may(actor, SEE)


def check_can_handle(actor: Employee, unit: Unit) -> None:
    """Work for all reviews of a unit: computing, calibrating, freezing."""
    check_may(actor, HANDLE, unit)


def check_can_remind(actor: Employee) -> None:
    """HR, of the reviews that it handles."""
    check_may(actor, HANDLE)


def can_write_scorecards(actor: Employee) -> bool:
    return may(actor, WRITE_SCORECARDS)


def check_can_write_scorecards(actor: Employee) -> None:
    check_may(actor, WRITE_SCORECARDS)


def can_adopt_scorecards(actor: Employee) -> bool:
    return may(actor, ADOPT_SCORECARDS)


def check_can_adopt_scorecards(actor: Employee) -> None:
    check_may(actor, ADOPT_SCORECARDS)


def check_can_import_figures(actor: Employee) -> None:
    check_may(actor, IMPORT_FIGURES)


def can_withdraw_figures(actor: Employee, work: FigureImport) -> bool:
    """Who imported them; somebody else of HR who looks after everybody they are about."""
    if actor.is_system or not may(actor, IMPORT_FIGURES):
        return actor.is_system
    return work.sent_by_id == actor.pk or reaches_all(actor, IMPORT_FIGURES, work)


def check_can_withdraw_figures(actor: Employee, work: FigureImport) -> None:
    if not can_withdraw_figures(actor, work):
        raise NotAllowed


def can_set_goals(actor: Employee, employee: Employee) -> bool:
    """Who rates people of the unit, or HR; nobody for themselves."""
    allowed = may(actor, RATE, employee) or may(actor, HANDLE, employee)
    return allowed and _is_above(actor, employee)


def check_can_set_goals(actor: Employee, employee: Employee) -> None:
    if not can_set_goals(actor, employee):
        raise NotAllowed


def can_note_progress(actor: Employee, goal: Goal) -> bool:
    """The person on a device of their own, or who sets them goals."""
    if actor == goal.employee:
        return actor.attended is None
    return can_set_goals(actor, goal.employee)


def check_can_note_progress(actor: Employee, goal: Goal) -> None:
    if not can_note_progress(actor, goal):
        raise NotAllowed


def peers_are_open(review: Review, file: ReviewFile) -> bool:
    """Until the first rating is in. A rating that is sent back opens them no more: of two scores,
    one with an answer more than the other, the difference would be that answer."""
    is_before = State(review.state) in (State.SELF_ASSESSMENT, State.RATING)
    return is_before and file.last_step(Rated) is None


def can_ask_peers(actor: Employee, review: Review, file: ReviewFile) -> bool:
    """The manager, or HR, until the rating is in."""
    held = offices_held(actor, review, file) & {Office.MANAGER, Office.HR}
    return bool(held) and peers_are_open(review, file)


def check_can_ask_peers(actor: Employee, review: Review, file: ReviewFile) -> None:
    """Raises `NotAllowed`, `PeersAreClosed`."""
    if not offices_held(actor, review, file) & {Office.MANAGER, Office.HR}:
        raise NotAllowed
    if not peers_are_open(review, file):
        raise PeersAreClosed


def check_can_answer_as_peer(
    actor: Employee, request: PeerRequest, review: Review, file: ReviewFile
) -> None:
    """Whoever was asked, on a device of their own: on that of a supervisor nobody is alone.

    Raises `NotAllowed`, `PeersAreClosed`.
    """
    if actor.pk != request.peer_id or actor.attended is not None:
        raise NotAllowed
    if not peers_are_open(review, file):
        raise PeersAreClosed


def can_read_peers(actor: Employee, review: Review) -> bool:
    """What peers said, all together, once the result is frozen: the person, and HR; not who knows
    whom they asked, nor the manager."""
    if State(review.state) not in WITH_RESULT:
        return False
    if actor == review.employee:
        return True
    is_hr = may(actor, SEE, review.employee) and _is_above(actor, review.employee)
    has_asked = review.peer_requests.filter(asked_by=actor).exists()
    return is_hr and actor.pk != review.manager_id and not has_asked


def is_over(review: Review) -> bool:
    return State(review.state) in ENDED
