"""What a row of a roster comes to for the person it is about: added, changed, ended, unchanged or
refused. An empty cell changes nothing; carried out and compared again, a plan is "unchanged"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from lms.people.rules.employment import needs_employer
from lms.people.rules.periods import after_correction, after_move, at
from lms.people.rules.pinyin import latin_name as in_latin_letters
from lms.people.rules.roster import Line, Remark
from lms.people.rules.roster_terms import Move, Place, Plan, Standing, Stay, refused


def plan_for_new(line: Line, place: Place | None, today: date) -> Plan:
    """For a staff number that nobody has."""
    if line.remarks:
        return refused(line)
    if line.left_on is not None and line.left_on < today:
        return Plan(line, "unchanged", (Remark("left_long_ago"),))
    remarks = [] if place else [Remark("no_place")]
    if line.hired_on is None:
        remarks.append(Remark("no_hiring_day"))
    kind = line.employment_kind or "own"
    remarks += _wrong_employer(kind, line.employer)
    if remarks:
        return refused(line, *remarks)
    to_know = (Remark("sign_in_later"),) if line.sign_in else ()
    return Plan(line, "added", to_know, leaves=line.left_on is not None, left_on=line.left_on)


def plan_for_known(
    line: Line, standing: Standing, unit_id: int | None, post_id: int | None, today: date
) -> Plan:
    """For somebody who stands in the books, whether they still work here or not."""
    if not standing.is_reached:
        return refused(line, Remark("out_of_reach"))
    if line.remarks:
        return refused(line)
    if standing.left_on is not None and standing.left_on <= today:
        plan = _for_leaver(line, standing, unit_id, post_id)
    else:
        plan = _for_present(line, standing, unit_id, post_id, today)
    if plan.does_something and not standing.is_looked_after:
        return refused(line, Remark("not_looked_after"))
    return plan


def plan_for_missing(line: Line, standing: Standing, today: date) -> Plan:
    """For somebody of a unit of which the file is the complete roster, who is not in it."""
    if standing.is_oneself:
        return refused(line, Remark("oneself"))
    if not standing.is_looked_after:
        return refused(line, Remark("not_looked_after"))
    if standing.stays and standing.stays[-1].period.from_on > today:
        return refused(line, _with_day("left_before_move", standing.stays[-1].period.from_on))
    if standing.hired_on > today:
        return refused(line, _with_day("left_before_move", standing.hired_on))
    return Plan(line, "ended", (Remark("missing_in_file"),), leaves=True)


def _for_leaver(line: Line, standing: Standing, unit_id: int | None, post_id: int | None) -> Plan:
    assert standing.left_on is not None
    if line.left_on is not None:
        if line.left_on == standing.left_on:
            return Plan(line, "unchanged")
        return refused(line, _with_day("already_left", standing.left_on))
    if line.hired_on is None or line.hired_on <= standing.left_on:
        return refused(line, _with_day("has_left", standing.left_on))
    if unit_id is None or post_id is None:
        return refused(line, Remark("no_place"))
    kind = line.employment_kind or standing.employment_kind
    employer = line.employer or (standing.employer if needs_employer(kind) else "")
    if remarks := _wrong_employer(kind, employer):
        return refused(line, *remarks)
    if line.from_on not in (None, line.hired_on):
        return refused(line, Remark("placed_otherwise"))
    names = {key: value for key, value in _details(line, standing).items() if "name" in key}
    return Plan(
        line,
        "changed",
        details=names | _changed(standing, {"employment_kind": kind, "employer": employer}),
        move=Move((unit_id, post_id), line.hired_on),
        comes_back=True,
    )


def _for_present(
    line: Line, standing: Standing, unit_id: int | None, post_id: int | None, today: date
) -> Plan:
    details = _details(line, standing)
    kind = details.get("employment_kind", standing.employment_kind)
    remarks = _wrong_employer(str(kind), str(details.get("employer", standing.employer)))
    stays = standing.stays
    if "hired_on" in details:
        assert line.hired_on is not None
        stays = _stays_since(stays, standing.hired_on, line.hired_on) or ()
        if not stays:
            remarks.append(Remark("no_room"))
    plan = Plan(line, "unchanged", details=details)
    if stays:
        plan = _with_place(plan, standing, stays, unit_id, post_id, today)
    plan = _with_end(plan, standing, stays)
    if line.sign_in is False and standing.has_sign_in:
        remarks += [Remark("oneself")] if standing.is_oneself else []
        plan = replace(plan, loses_sign_in=True)
    elif line.sign_in and not standing.has_sign_in:
        plan = replace(plan, remarks=(*plan.remarks, Remark("sign_in_later")))
    if remarks or plan.outcome == "refused":
        return refused(line, *remarks, *plan.remarks)
    if plan.does_something:
        plan = replace(plan, outcome="ended" if plan.leaves else "changed")
    return plan


def _details(line: Line, standing: Standing) -> dict[str, object]:
    """The fields that the line says otherwise than the books."""
    kind = line.employment_kind or standing.employment_kind
    kept_employer = standing.employer if needs_employer(kind) else ""
    latin_name = line.latin_name
    if not latin_name and line.name != standing.name:
        latin_name = in_latin_letters(line.name)
    said = {
        "name": line.name,
        "latin_name": latin_name or standing.latin_name,
        "email": line.email or standing.email,
        "hired_on": line.hired_on or standing.hired_on,
        "employment_kind": kind,
        "employer": line.employer or kept_employer,
    }
    return _changed(standing, said)


def _changed(standing: Standing, said: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if getattr(standing, name) != value}


def _wrong_employer(kind: str, employer: str) -> list[Remark]:
    if needs_employer(kind) and not employer:
        return [Remark("no_employer")]
    if employer and not needs_employer(kind):
        return [Remark("employer_of_own")]
    return []


def _stays_since(stays: Sequence[Stay], hired_on: date, new_day: date) -> Sequence[Stay] | None:
    """The placements once the hiring day moves, as `actions.change_employee` moves them."""
    own = [number for number, stay in enumerate(stays) if stay.period.from_on >= hired_on]
    if not own:
        return stays
    before = stays[own[0] - 1].period if own[0] else None
    if before and (before.until_on is None or new_day <= before.until_on):
        return None
    first = stays[own[0]]
    if first.period.from_on != hired_on and first.period.from_on >= new_day:
        return stays
    moved = replace(first, period=first.period._replace(from_on=new_day))
    if not moved.period.is_in_order:
        return None
    return [*stays[: own[0]], moved, *stays[own[0] + 1 :]]


def _with_place(
    plan: Plan,
    standing: Standing,
    stays: Sequence[Stay],
    unit_id: int | None,
    post_id: int | None,
    today: date,
) -> Plan:
    periods = [stay.period for stay in stays]
    last, present = stays[-1], stays[at(periods, today) or 0]
    from_on = plan.line.from_on
    reference = present if from_on is None or from_on < last.period.from_on else last
    wanted = (unit_id or reference.place[0], post_id or reference.place[1])
    if from_on is None:
        if wanted in (present.place, last.place):
            return plan
        return _moved(plan, standing, stays, wanted, None, today)
    if wanted == last.place and from_on == last.period.from_on:
        return plan
    if wanted == last.place or from_on == last.period.from_on:
        return _corrected(plan, standing, stays, wanted, from_on)
    return _moved(plan, standing, stays, wanted, from_on, today)


def _moved(
    plan: Plan,
    standing: Standing,
    stays: Sequence[Stay],
    wanted: Place,
    on: date | None,
    today: date,
) -> Plan:
    last = stays[-1].period
    if standing.left_on is not None:
        return refused(plan.line, _with_day("leaves", standing.left_on))
    if on is None and last.from_on > today:
        return refused(plan.line, _with_day("move_pending", last.from_on))
    if after_move([stay.period for stay in stays], on or today) is None:
        return refused(plan.line, _with_day("moved_too_early", last.from_on))
    return replace(plan, move=Move(wanted, on))


def _corrected(
    plan: Plan, standing: Standing, stays: Sequence[Stay], wanted: Place, from_on: date
) -> Plan:
    periods = [stay.period for stay in stays]
    hired_on = plan.details.get("hired_on", standing.hired_on)
    assert isinstance(hired_on, date)
    # The day of a placement that ended elsewhere is older than what the books say.
    if from_on < hired_on or after_correction(periods, len(periods) - 1, from_on) is None:
        return refused(plan.line, _with_day("moved_too_early", stays[-1].period.from_on))
    period = stays[-1].period._replace(from_on=from_on)
    return replace(plan, correction=replace(stays[-1], place=wanted, period=period))


def _with_end(plan: Plan, standing: Standing, stays: Sequence[Stay]) -> Plan:
    left_on = plan.line.left_on
    if plan.outcome == "refused" or left_on is None or left_on == standing.left_on:
        return plan
    if standing.is_oneself:
        return refused(plan.line, Remark("oneself"))
    begun = [plan.details.get("hired_on", standing.hired_on)]
    begun += [stays[-1].period.from_on] if stays else []
    begun += [plan.correction.period.from_on] if plan.correction else []
    begun += [plan.move.on] if plan.move and plan.move.on else []
    latest = max(day for day in begun if isinstance(day, date))
    if left_on < latest:
        return refused(plan.line, _with_day("left_before_move", latest))
    return replace(plan, leaves=True, left_on=left_on)


def _with_day(code: str, day: date) -> Remark:
    return Remark(code, {"day": day.isoformat()})
