"""Until when records are kept: the rule, the terms, the list, and who may see them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.ledger.actions.verify_ledger import verify
from lms.ledger.errors import ReasonMissing
from lms.people.actions.hold_records import lift_hold, place_hold
from lms.people.actions.rehire_employee import rehire_employee
from lms.people.actions.set_term import set_term
from lms.people.actions.work_out_retention import work_out_retention
from lms.people.enums import Role
from lms.people.errors import CannotEraseOneself, KindUnknown, NotAllowed, TermTooShort
from lms.people.models import Employee, KeptUntil, RetentionTerm
from lms.people.queries.retention import schedule
from lms.people.rules.periods import add_months
from lms.people.rules.retention import Kept, Standing, standing_of
from tests.factories.people import CompanyFactory, EmployeeFactory, UnitFactory, holder_of

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
KEPT = st.builds(
    Kept,
    kind=st.sampled_from(["a", "b", "c"]),
    ended_on=DAYS | st.just(date.max),
    months=st.integers(0, 600),
)


@given(DAYS, st.integers(0, 600))
def test_so_many_months_later_is_that_many_months_on(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.lists(KEPT))
def test_somebody_is_free_once_every_term_is_over_and_not_before(kept: list[Kept]) -> None:
    standing = standing_of(kept)
    ends = [each.free_on for each in kept]
    assert standing.free_on == (None if None in ends else max(ends, default=date.min))
    if standing.free_on not in (None, date.min):
        assert standing.is_over(standing.free_on)
        assert not standing.is_over(standing.free_on - timedelta(days=1))


@given(st.lists(KEPT, min_size=1), KEPT)
def test_another_record_never_frees_anybody_sooner(kept: list[Kept], another: Kept) -> None:
    before, after = standing_of(kept).free_on, standing_of([*kept, another]).free_on
    assert after is None or (before is not None and after >= before)


def test_whoever_has_nothing_kept_is_free() -> None:
    assert standing_of([]) == Standing(date.min)
    assert standing_of([]).is_over(date(2026, 1, 1))


@pytest.fixture
def director(db: None) -> Employee:
    return holder_of(Role.HR_DIRECTOR, CompanyFactory.create())


def left(unit: object, years: int = 30) -> Employee:
    today = timezone.localdate()
    return EmployeeFactory.create(
        unit=unit,
        hired_on=today.replace(month=1, day=1, year=today.year - years - 1),
        left_on=today.replace(month=1, day=1, year=today.year - years),
        is_active=False,
    )


@pytest.mark.django_db(transaction=True)
def test_a_term_that_is_set_holds_and_stands_in_the_ledger(director: Employee) -> None:
    kind = next(iter(schedule()))
    set_term(actor=director, kind=kind, months=27, reason="新规定")
    set_term(actor=director, kind=kind, months=29, reason="更新")
    assert schedule()[kind].months == 29
    assert verify().is_sound
    with pytest.raises(KindUnknown):
        set_term(actor=director, kind="nothing", months=1, reason="x")
    with pytest.raises(ReasonMissing):
        set_term(actor=director, kind=kind, months=29, reason=" ")
    officer = holder_of(Role.HR_OFFICER, director.unit)
    with pytest.raises(NotAllowed):
        set_term(actor=officer, kind=kind, months=29, reason="x")


def test_no_term_leads_beyond_the_calendar() -> None:
    assert add_months(date(9999, 6, 1), 7) == date.max
    assert Kept("a", date(9990, 1, 1), 600).free_on == date.max


@pytest.mark.django_db(transaction=True)
def test_terms_are_for_who_reaches_the_whole_company_and_never_too_short(
    director: Employee, client: Client
) -> None:
    for term in schedule().values():
        assert 1 <= term.kind.at_least <= term.kind.months
    kind = schedule()["people.employment"].kind
    assert kind.at_least == 24
    with pytest.raises(TermTooShort):
        set_term(actor=director, kind=kind.name, months=23, reason="短些")
    of_a_site = holder_of(Role.HR_DIRECTOR, UnitFactory.create(parent=director.unit))
    with pytest.raises(NotAllowed):
        set_term(actor=of_a_site, kind=kind.name, months=36, reason="长些")
    url = reverse("people:retention-term", args=[kind.name])
    client.force_login(of_a_site)
    assert client.get(url).status_code == 403
    assert url not in client.get(reverse("people:retention-terms")).text
    client.force_login(director)
    assert url in client.get(reverse("people:retention-terms")).text
    page = client.post(url, {"months": "23", "reason": "短些"})
    assert page.context["form"].errors["months"] and not RetentionTerm.objects.exists()
    assert client.post(url, {"months": "24", "reason": "如法律"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_who_left_long_ago_is_found_and_a_longer_term_keeps_them(director: Employee) -> None:
    gone, system = left(director.unit, years=3), Employee.objects.system()
    work_out_retention(actor=system)
    today = timezone.localdate()
    assert KeptUntil.objects.get(employee=gone).free_on <= today
    kind = next(iter(schedule()))
    set_term(actor=director, kind=kind, months=600, reason="未决")
    work_out_retention(actor=system)
    found = KeptUntil.objects.get(employee=gone)
    assert found.free_on > today and found.kept_by == kind


@pytest.mark.django_db(transaction=True)
def test_who_comes_back_is_on_the_list_no_more(director: Employee) -> None:
    gone, system = left(director.unit), Employee.objects.system()
    work_out_retention(actor=system)
    assert KeptUntil.objects.get().employee == gone
    for stays in (gone.employments, gone.placements):
        stays.update(until_on=gone.left_on)
    rehire_employee(
        actor=system,
        employee=gone,
        unit=gone.unit,
        post=gone.post,
        on=timezone.localdate(),
        employment_kind=gone.employment_kind,
    )
    work_out_retention(actor=system)
    assert not KeptUntil.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_holds_their_own_records_or_those_of_other_units(director: Employee) -> None:
    with pytest.raises(CannotEraseOneself):
        place_hold(actor=director, employee=director, reason="x")
    stranger = EmployeeFactory.create(unit=UnitFactory.create())
    with pytest.raises(NotAllowed):
        place_hold(actor=director, employee=stranger, reason="x")
    officer = holder_of(Role.HR_OFFICER, director.unit)
    with pytest.raises(NotAllowed):
        lift_hold(actor=officer, employee=left(director.unit), reason="x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    count: int, director: Employee, client: Client, django_assert_num_queries
) -> None:
    for __ in range(count):
        gone = left(director.unit)
        place_hold(actor=director, employee=gone, reason="仲裁未决")
    work_out_retention(actor=Employee.objects.system())
    client.force_login(director)
    client.get(reverse("people:retention"))
    with django_assert_num_queries(11):
        page = client.get(reverse("people:retention"))
    assert page.content.decode().count("仲裁未决") == count


@pytest.mark.django_db(transaction=True)
def test_the_pages_place_a_hold_set_a_term_and_lift_the_hold(
    director: Employee, client: Client
) -> None:
    gone = left(director.unit)
    client.force_login(director)
    holds = reverse("people:retention-holds")
    client.post(holds, {"staff_number": gone.staff_number.lower(), "reason": "仲裁未决"})
    assert "仲裁未决" in client.get(holds).content.decode()
    url = reverse("people:retention-person", args=[gone.pk])
    page = client.get(url)
    assert "仲裁未决" in page.content.decode() and not page.context["is_free"]
    client.post(f"{url}hold/", {"reason": "已结", "do": "lift"})
    assert client.get(url).context["is_free"]
    kind = next(iter(schedule()))
    client.post(reverse("people:retention-term", args=[kind]), {"months": 25, "reason": "x"})
    assert schedule()[kind].months == 25
