"""Names are sorted by their sound and found by however somebody types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.models import Employee
from lms.people.queries import in_order, search_employees
from lms.people.rules.name_keys import fold, search_key, sort_key
from tests.factories.people import EmployeeFactory

chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)


def test_names_sort_by_sound_then_tone_then_character():
    names = "安心 昂山 令山 令狐冲 吕布 Mary 单乐 曾小贤 张薇 张伟 章伟".split()
    assert sorted(sorted(names), key=sort_key) == names


@given(st.text(max_size=60))
def test_keys_are_plain_in_every_collation(name):
    key = sort_key(name)
    assert len(key) <= 200
    assert all(c.isascii() and (c.islower() or c.isdigit()) for c in key)


@given(chinese, chinese)
def test_one_family_stays_together(given_name, other_name):
    keys = sorted([sort_key(f"顾{given_name}"), sort_key(f"顾{other_name}"), sort_key("谷雨")])
    assert keys.index(sort_key("谷雨")) in (0, 2)


@given(chinese)
def test_every_name_is_found_by_itself_and_its_parts(name):
    key = search_key(name, "")
    assert fold(name) in key
    assert fold(name[-1]) in key


@pytest.mark.parametrize(
    "text",
    ["gyz", "GYZ", "guyizhou", "gu yi zhou", "Gu Yizhou", "yizhou", "顾一舟", "一舟", "顧一舟",
     "顧", "q0777", "777"],
)  # fmt: skip
@pytest.mark.django_db
def test_search_finds(text):
    found = EmployeeFactory.create(name="顾一舟", latin_name="Gu Yizhou", staff_number="Q0777")
    EmployeeFactory.create(name="陈志远", latin_name="Chen Zhiyuan", staff_number="Q0888")
    assert list(search_employees(Employee.objects.all(), text)) == [found]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("曾小贤", ["zxx", "zengxiaoxian"]),
        ("单雄信", ["sxx", "shan"]),
        ("歐陽娜娜", ["oynn", "欧阳", "歐陽", "ouyang"]),
        ("吕布", ["lvbu", "lubu", "lb"]),
        ("尉迟恭", ["ycg", "yuchi"]),
        ("Renée O'Brien", ["renee", "obrien", "o'brien", "ro"]),
    ],
)
@pytest.mark.django_db
def test_search_finds_special_readings(name, texts):
    found = EmployeeFactory.create(name=name, latin_name="")
    EmployeeFactory.create(name="郭靖", latin_name="Guo Jing")
    for text in texts:
        assert list(search_employees(Employee.objects.all(), text)) == [found], text


@pytest.mark.django_db
def test_a_new_name_is_found_and_sorted_anew():
    unit = EmployeeFactory.create(name="安心").unit
    changed = EmployeeFactory.create(name="张伟", unit=unit)
    changed.name, changed.latin_name = "阿宝", "A Bao"
    changed.save(update_fields=["name", "latin_name"])
    assert list(search_employees(Employee.objects.all(), "ab")) == [changed]
    assert in_order(Employee.objects.filter(unit=unit)).first() == changed
