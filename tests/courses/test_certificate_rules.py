"""Text with placeholders, states in time, seals, characters beyond the fonts."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.errors import BraceIsNoPlaceholder, DesignRefused, UnknownPlaceholder
from courses.rules.certificate_design import Design, built_in
from courses.rules.certificate_life import NOTICE, Life, life_on
from courses.rules.certificate_text import PLACEHOLDERS, Piece, check_text, filled
from courses.rules.completion import prefix_of, serial_number, serial_prefix
from lms.pdf.codes import qr_svg
from lms.pdf.glyphs import beyond_house, fallback_font, missing_characters

DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))
VALUES = {name: f"<{name}>" for name in PLACEHOLDERS}


@given(st.text(alphabet=st.one_of(st.sampled_from("{} name课程"), st.characters()), max_size=60))
def test_any_text_is_filled_or_refused_in_words(text: str) -> None:
    try:
        check_text(text)
    except DesignRefused:
        assert "{" in text or "}" in text
    else:
        pieces = filled(text, VALUES)
        assert all(piece.text for piece in pieces)
        plain = "".join(piece.text for piece in pieces if not piece.is_value)
        assert "{" not in plain and "}" not in plain


@given(st.lists(st.sampled_from(PLACEHOLDERS)), st.text().filter(lambda t: not set("{}") & set(t)))
def test_every_placeholder_is_filled_in_its_place(names: list[str], between: str) -> None:
    text = between.join(f"{{{name}}}" for name in names)
    said = "".join(piece.text for piece in filled(text, VALUES))
    assert said == between.join(VALUES[name] for name in names)


def test_a_value_is_never_read_as_a_placeholder() -> None:
    assert filled("{name}！", VALUES | {"name": "{course}"}) == (
        Piece("{course}", is_value=True),
        Piece("！", is_value=False),
    )


@pytest.mark.parametrize("text", ["{salary}", "a {Name} b", "{}", "{{name}}"])
def test_an_unknown_placeholder_is_named(text: str) -> None:
    with pytest.raises((UnknownPlaceholder, BraceIsNoPlaceholder)):
        check_text(text)


def test_the_refusal_names_the_field() -> None:
    plain = built_in(with_examination=False, seal="青檐学堂")
    wrong = Design(**(vars(plain) | {"text_en": "{nickname}"}))
    with pytest.raises(UnknownPlaceholder, match="nickname") as refusal:
        wrong.check()
    assert refusal.value.field == "text_en"


@pytest.mark.parametrize("with_examination", [True, False])
def test_the_built_in_design_is_one_that_may_be_saved(with_examination: bool) -> None:
    design = built_in(with_examination=with_examination, seal="青檐学堂")
    design.check()
    assert not missing_characters(design.all_text)


@given(DAYS, DAYS)
def test_dates_tell_valid_expiring_and_expired_apart(day: date, until: date) -> None:
    life = life_on(day, valid_until=until)
    assert (life is Life.EXPIRED) == (day > until)
    assert (life is Life.EXPIRING) == (timedelta(0) <= until - day <= NOTICE)
    assert life_on(day, valid_until=None) is Life.VALID


@given(DAYS, st.none() | DAYS)
def test_revoked_and_replaced_outweigh_dates(day: date, until: date | None) -> None:
    assert life_on(day, valid_until=until, is_revoked=True) is Life.REVOKED
    assert life_on(day, valid_until=until, is_replaced=True) is Life.REPLACED


@given(st.from_regex(r"[A-Z0-9-]{1,12}", fullmatch=True), st.integers(1, 10**6))
def test_a_number_leads_back_to_its_series(code: str, number: int) -> None:
    prefix = serial_prefix("QY", code, 2026)
    assert prefix_of(serial_number(prefix, number)) == prefix


@given(st.text())
def test_missing_characters_stand_in_the_text_once(text: str) -> None:
    missing = missing_characters(text)
    assert len(missing) == len(set(missing))
    assert set(missing) <= beyond_house(text) <= set(text)


def test_common_and_rare_characters_are_told_apart() -> None:
    assert not beyond_house("林小满 Lin Xiaoman 阿依古丽·买买提 翀頔䶮㛃")
    assert beyond_house("张𠮷") == {"𠮷"}


def test_what_has_no_look_of_its_own_is_not_missed() -> None:
    assert not missing_characters("葛\U000e0100 \u200d\u00a0\n\ufe0f")


def test_a_rare_character_is_missing_only_without_the_fallback_font(settings: object) -> None:
    assert fallback_font() is not None
    assert missing_characters("张𠮷") == []
    settings.FALLBACK_FONT = "/nowhere/font.ttf"  # type: ignore[attr-defined]
    assert missing_characters("张𠮷𠮷") == ["𠮷"]


def test_a_character_of_no_font_is_always_missing() -> None:
    assert missing_characters("张\U0003fffd") == ["\U0003fffd"]


@given(st.from_regex(r"https?://[a-z.]{1,30}/[A-Za-z0-9_-]{1,40}", fullmatch=True))
def test_the_code_has_the_three_corners_of_a_qr_code(address: str) -> None:
    drawn = qr_svg(address)
    size = int(drawn.split('viewBox="0 0 ')[1].split(" ")[0])
    assume(size > 20)
    for corner in ("M0 0h7v1h-7z", f"M{size - 7} 0h7v1h-7z", f"M0 {size - 1}h7v1h-7z"):
        assert corner in drawn
