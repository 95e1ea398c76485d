"""Writing the next version: rules, their order, audiences; and nothing typed is lost."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from conduct_records.actions.save_draft import save_draft
from conduct_records.actions.start_draft import start_draft
from conduct_records.errors import DraftChanged, DraftUnderWay
from conduct_records.models import CodebookDraft
from conduct_records.rules.codebook import Codebook, Fault, Line, RuleList, Sanction, Text, problems
from conduct_records.rules.editing import fingerprint, moved, with_rule, without_rule
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.conduct_records import (
    AUDIENCES,
    adopted_version,
    make_codebook,
    make_rule,
    shipped_codebook,
)
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of


def book_of(count: int) -> Codebook:
    """Yellow rules for everybody, numbered as they stand."""
    return make_codebook(
        *(make_rule(f"Y{n:02}", lists={"universal": n}) for n in range(1, count + 1))
    )


def order(book: Codebook) -> list[str]:
    return [rule.code for rule in book.lists[0].rules] if book.lists else []


class TestSteps:
    @given(st.integers(1, 6), st.data())
    def test_removing_a_rule_leaves_no_gap(self, count: int, data: st.DataObject) -> None:
        book = book_of(count)
        index = data.draw(st.integers(0, count - 1))
        left = without_rule(book, index)
        assert order(left) == [code for code in order(book) if code != book.rules[index].code]
        assert all(each.fault is Fault.NO_RULES for each in problems(left))

    @given(st.integers(1, 6), st.integers(-2, 7), st.sampled_from([-1, 1]))
    def test_moving_keeps_every_rule_and_numbers_from_one(
        self, count: int, place: int, step: int
    ) -> None:
        book = book_of(count)
        after = moved(book, "yellow", "universal", place, step)
        assert problems(after) == []
        expected = order(book)
        if 0 <= place < count and 0 <= place + step < count:
            expected.insert(place + step, expected.pop(place))
        assert order(after) == expected

    def test_moving_in_one_list_touches_no_other(self) -> None:
        book = shipped_codebook()
        after = moved(book, "yellow", "frontline", 0, 1)
        before, now = (
            {(x.line, x.audience.code): numbered(x) for x in b.lists} for b in (book, after)
        )
        assert [key for key in now if now[key] != before[key]] == [(Line.YELLOW, "frontline")]

    def test_a_new_rule_stands_behind_its_line(self) -> None:
        book = make_codebook(make_rule("Y01"), make_rule("R01", Line.RED))
        after = with_rule(book, make_rule("Y02", lists={"universal": 2}))
        assert [rule.code for rule in after.rules] == ["Y01", "Y02", "R01"]


def numbered(each: RuleList) -> list[tuple[int, str]]:
    return [(number, rule.code) for number, rule in each.numbered]


@pytest.fixture
def officer(db: None) -> Employee:
    return holder_of(Role.HR_OFFICER, UnitFactory.create(), language="en")


@pytest.fixture
def desk(officer: Employee, client: Client) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def draft(officer: Employee) -> CodebookDraft:
    return start_draft(actor=officer, content=book_of(3))


def rule_form(**more: Any) -> dict[str, Any]:
    form = {
        "code": "Y09",
        "line": "yellow",
        "title_zh": "私下收礼",
        "title_en": "Taking gifts",
        "explanation_zh": "客户送的东西，私下收了。",
        "explanation_en": "What a customer gave was kept.",
        "words": "收礼\n红包\n\ngift",
        "mildest": "oral_warning",
        "gravest": "bonus_deduction",
        "points": "3",
        "months": "12",
        "number_universal": "4",
        "number_manager": "",
        "number_frontline": "1",
        "example_zh_0": "收了五十元。",
        "example_en_0": "Took fifty yuan.",
        "example_zh_1": "",
        "example_en_1": "",
        "seen": "",
    }
    return form | more


def content() -> Codebook:
    return CodebookDraft.objects.get().codebook


class TestStarting:
    def test_a_copy_of_the_last_version_and_one_at_a_time(
        self, desk: Client, officer: Employee
    ) -> None:
        version = adopted_version(book_of(2))
        assert desk.post(reverse("codebook:start")).url == reverse("codebook:draft")
        draft = CodebookDraft.objects.get()
        assert (draft.based_on, draft.codebook) == (version, version.codebook)
        with pytest.raises(DraftUnderWay):
            start_draft(actor=officer)
        assert desk.post(reverse("codebook:start")).status_code == 302
        assert CodebookDraft.objects.count() == 1

    def test_discarding_asks_first(self, desk: Client, draft: CodebookDraft) -> None:
        url = reverse("codebook:discard")
        assert desk.get(url).status_code == 200
        assert CodebookDraft.objects.exists()
        desk.post(url)
        assert not CodebookDraft.objects.exists()

    @pytest.mark.parametrize(
        "name", ["draft", "add_rule", "audiences", "record", "documents", "changes", "adopt"]
    )
    def test_without_a_draft_the_way_leads_back(self, desk: Client, name: str) -> None:
        assert desk.get(reverse(f"codebook:{name}")).url == reverse("codebook:index")


@pytest.mark.usefixtures("draft")
class TestRules:
    def test_added_changed_and_removed(self, desk: Client) -> None:
        assert desk.post(reverse("codebook:add_rule"), rule_form()).status_code == 302
        rule = content().rule("Y09")
        assert rule is not None
        assert rule.lists == {"universal": 4, "frontline": 1}
        assert rule.title == Text("私下收礼", "Taking gifts")
        assert rule.examples == (Text("收了五十元。", "Took fifty yuan."),)
        assert rule.words == ("收礼", "红包", "gift")
        assert rule.sanctions == (Sanction.ORAL_WARNING, Sanction.BONUS_DEDUCTION)
        assert (rule.points, rule.months) == (3, 12)
        edit = reverse("codebook:edit_rule", args=[3])
        assert "私下收礼" in desk.get(edit).content.decode()
        sent = rule_form(title_zh="私自收礼", seen=fingerprint(rule))
        assert desk.post(edit, sent).status_code == 302
        assert content().rules[3] == replace(rule, title=Text("私自收礼", "Taking gifts"))
        remove = reverse("codebook:remove_rule", args=[0])
        desk.post(remove, {"seen": fingerprint(content().rules[0])})
        assert [(r.code, r.lists["universal"]) for r in content().rules] == [
            ("Y02", 1),
            ("Y03", 2),
            ("Y09", 3),
        ]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"code": "Y01"}, "code"),
            ({"code": "黄 1"}, "code"),
            ({"mildest": "dismissal", "gravest": "oral_warning"}, "gravest"),
            ({"points": "many"}, "points"),
            ({"number_universal": "0"}, "number_universal"),
            ({"line": "green"}, "line"),
        ],
    )
    def test_what_cannot_be_kept_comes_back_as_it_was_typed(
        self, desk: Client, wrong: dict[str, str], field: str
    ) -> None:
        response = desk.post(reverse("codebook:add_rule"), rule_form(**wrong))
        assert list(response.context["form"].errors) == [field]
        page = response.content.decode()
        assert "客户送的东西，私下收了。" in page and "Took fifty yuan." in page
        assert len(content().rules) == 3

    def test_a_rule_without_audience_or_with_a_taken_number_may_wait_in_the_draft(
        self, desk: Client
    ) -> None:
        nobody = rule_form(number_universal="", number_frontline="")
        desk.post(reverse("codebook:add_rule"), nobody)
        desk.post(reverse("codebook:add_rule"), rule_form(code="Y10", number_universal="2"))
        page = desk.get(reverse("codebook:draft")).content.decode()
        assert "Rule Y09 binds nobody" in page
        assert "Two rules are number 2 of Yellow line · All staff: Y02, Y10." in page

    def test_who_was_overtaken_keeps_what_they_typed_and_sees_the_other(
        self, desk: Client, officer: Employee
    ) -> None:
        edit, book = reverse("codebook:edit_rule", args=[0]), content()
        seen = fingerprint(book.rules[0])
        other = replace(book.rules[0], title=Text("别人写的", ""))
        save_draft(actor=officer, content=make_codebook(other, *book.rules[1:]))
        mine = rule_form(code="Y01", title_zh="我写的", seen=seen)
        response = desk.post(edit, mine)
        page = response.content.decode()
        assert "我写的" in page and "别人写的" in page
        assert content().rules[0] == other
        again = response.context["form"]["seen"].value()
        assert desk.post(edit, mine | {"seen": again}).status_code == 302
        assert content().rules[0].title.zh == "我写的"

    def test_two_who_save_at_once(self, officer: Employee) -> None:
        book = content()
        save_draft(actor=officer, content=book_of(4), seen_hash=book.content_hash)
        with pytest.raises(DraftChanged):
            save_draft(actor=officer, content=book_of(2), seen_hash=book.content_hash)
        assert content() == book_of(4)

    def test_up_and_down(self, desk: Client) -> None:
        def move(at: int, step: str, seen: str) -> None:
            where = {"line": "yellow", "audience": "universal", "at": at, "step": step}
            desk.post(reverse("codebook:move_rule"), where | {"seen": seen})

        move(0, "down", content().content_hash)
        assert order(content()) == ["Y02", "Y01", "Y03"]
        move(2, "up", content().content_hash)
        assert order(content()) == ["Y02", "Y03", "Y01"]
        move(2, "up", "another")
        assert order(content()) == ["Y02", "Y03", "Y01"]

    def test_no_such_rule(self, desk: Client) -> None:
        for name in ("edit_rule", "remove_rule"):
            assert desk.get(reverse(f"codebook:{name}", args=[99])).status_code == 404


@pytest.mark.usefixtures("draft")
class TestAudiences:
    def sent(self, desk: Client, **more: Any) -> dict[str, Any]:
        form = desk.get(reverse("codebook:audiences")).context["form"]
        return {name: value for name in form.fields if (value := form[name].value())} | more

    def test_a_further_one_for_a_post(self, desk: Client) -> None:
        PostFactory.create(code="concierge")
        row = {"code_3": "desk", "title_zh_3": "礼宾", "posts_3": ["concierge"]}
        url = reverse("codebook:audiences")
        assert desk.post(url, self.sent(desk, **row)).status_code == 302
        assert content().audiences[:3] == AUDIENCES
        assert content().audiences[3].posts == ("concierge",)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"code_3": "desk"},
            {"code_3": "manager", "title_zh_3": "礼宾"},
            {"code_0": "", "title_zh_0": ""},
            {"title_zh": ""},
            {"code_3": "Desk!", "title_zh_3": "礼宾"},
        ],
    )
    def test_what_cannot_be_kept_comes_back(self, desk: Client, wrong: dict[str, str]) -> None:
        response = desk.post(reverse("codebook:audiences"), self.sent(desk, **wrong))
        assert response.context["form"].errors
        assert content() == book_of(3)

    def test_who_was_overtaken_is_told(self, desk: Client, officer: Employee) -> None:
        sent = self.sent(desk, title_zh="新守则")
        save_draft(actor=officer, content=book_of(4))
        response = desk.post(reverse("codebook:audiences"), sent)
        assert "新守则" in response.content.decode()
        assert content() == book_of(4)


class TestWho:
    @pytest.mark.parametrize("role", [Role.TRAINER, Role.ADMINISTRATOR, Role.SITE_MANAGER])
    def test_only_hr_writes(self, officer: Employee, role: Role) -> None:
        other = holder_of(role, officer.unit)
        with pytest.raises(NotAllowed):
            start_draft(actor=other)
        start_draft(actor=officer)
        with pytest.raises(NotAllowed):
            save_draft(actor=other, content=book_of(1))

    def test_nobody_without_a_role(self, officer: Employee) -> None:
        with pytest.raises(NotAllowed):
            start_draft(actor=EmployeeFactory.create(unit=officer.unit))


@pytest.mark.parametrize("count", [1, 3])
def test_the_draft_costs_the_same_whatever_its_length(
    officer: Employee,
    desk: Client,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    start_draft(actor=officer, content=book_of(count))
    desk.get(reverse("codebook:draft"))
    with django_assert_num_queries(8):
        desk.get(reverse("codebook:draft"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    desk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for __ in range(count):
        adopted_version(book_of(1))
    desk.get(reverse("codebook:index"))
    with django_assert_num_queries(9):
        desk.get(reverse("codebook:index"))
