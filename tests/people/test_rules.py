import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.enums import Role, UnitKind
from lms.people.rules import roles
from lms.people.rules.names import split_name, tidy
from lms.people.rules.passwords import ALPHABET, temporary_password
from lms.people.rules.pinyin import latin_name
from lms.people.rules.units import KINDS, is_within, may_contain, moved_paths, path_of

role_names = st.sampled_from(sorted(roles.PERMISSIONS))


def test_every_role_and_kind_of_the_enums_is_ruled():
    assert set(roles.PERMISSIONS) == set(Role.values)
    assert list(KINDS) == UnitKind.values


@given(st.sets(role_names))
def test_roles_together_allow_what_each_allows(held):
    together = roles.permissions_of(held)
    assert all(roles.PERMISSIONS[role] <= together for role in held)
    assert all(any(p in roles.PERMISSIONS[role] for role in held) for p in together)


@given(role_names, role_names)
def test_nobody_but_the_administrator_grants_the_own_role_or_a_higher_one(mine, other):
    if mine != "administrator":
        assert not roles.can_grant([mine], mine)
        # No two roles hand each other out.
        assert not (roles.can_grant([mine], other) and roles.can_grant([other], mine))
    assert roles.can_grant(["administrator"], other)


@given(role_names, role_names)
def test_who_may_grant_a_role_may_look_after_its_holder(mine, other):
    assert not roles.can_grant([mine], other) or roles.can_look_after([mine], other)


@pytest.mark.parametrize("role", ["site_manager", "assessor", "auditor"])
def test_who_does_not_write_does_not_enter_the_admin(role):
    assert roles.ADMIN not in roles.PERMISSIONS[role]


@pytest.mark.parametrize("role", sorted(roles.PERMISSIONS))
def test_people_are_for_personnel_and_administrators(role):
    # For supervisors as well; for auditors.
    others = {"people.add_attendedsession", "people.view_retention"}
    kept = roles.PERMISSIONS[role] - others
    has_people = any(p.startswith("people.") for p in kept)
    assert has_people == (role in {"hr_officer", "hr_director", "administrator"})


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("林小满", "Lin Xiaoman"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("欧阳娜", "Ouyang Na"),
        ("单雄", "Shan Xiong"),
        ("曾国", "Zeng Guo"),
        ("吕布", "Lü Bu"),
        ("李安安", "Li An'an"),
        ("王", "Wang"),
        ("陈 志远", "Chen Zhiyuan"),
        ("John Smith", "John Smith"),
        ("", ""),
    ],
)
def test_names_in_latin_letters(name, latin):
    assert latin_name(name) == latin


@given(st.text(alphabet="林欧阳小满娜单志远司马", min_size=1, max_size=5))
def test_a_name_is_its_two_parts(name):
    family, given_name = split_name(name)
    assert family + given_name == name
    assert family
    assert latin_name(name).isascii()


@given(st.randoms())
def test_temporary_passwords_can_be_read_out(random):
    password = temporary_password(random.choice)
    assert len(password) == 14
    assert set(password) <= set(ALPHABET) | {"-"}
    assert not set(password) & set("01ilo")


@given(st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_of_two_kinds_at_most_one_contains_the_other(one, other):
    assert not (may_contain(one, other) and may_contain(other, one))


@given(st.data())
def test_moving_a_subtree_keeps_every_path_true(data):
    """A random tree; a random unit moves below a random one that is not its own."""
    size = data.draw(st.integers(2, 12))
    parents: dict[int, int | None] = {1: None}
    for unit in range(2, size + 1):
        parents[unit] = data.draw(st.integers(1, unit - 1))

    def walk(unit: int) -> str:
        parent = parents[unit]
        return path_of(unit, walk(parent) if parent else "")

    paths = {unit: walk(unit) for unit in parents}
    moved = data.draw(st.integers(2, size))
    targets = [unit for unit in parents if not is_within(paths[unit], paths[moved])]
    parents[moved] = data.draw(st.sampled_from(targets))
    paths |= moved_paths(paths, moved, path_of(moved, paths[parents[moved]]))
    assert paths == {unit: walk(unit) for unit in parents}


def test_the_longest_name_still_fits_in_latin_letters():
    assert len(latin_name("窗" * 60)) == 80


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 林小满\n", "林小满"),
        ("林\x0b小\u202e满", "林小满"),
        ("阿卜杜·热西提", "阿卜杜·热西提"),
        ("𠮷野㛃", "𠮷野㛃"),
    ],
)
def test_what_cannot_be_seen_does_not_stay_in_a_name(typed, kept):
    assert tidy(typed) == kept
