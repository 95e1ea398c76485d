import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.files.ranges import OutsideFile, Span, span_of

SIZES = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-499", Span(0, 499)),
        ("bytes=500-", Span(500, 999)),
        ("bytes=-200", Span(800, 999)),
        ("bytes=-5000", Span(0, 999)),
        ("bytes=900-5000", Span(900, 999)),
        ("Bytes= 0-0 ", Span(0, 0)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,5-6", None),
        ("items=0-5", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_the_part_asked_for(header: str, span: Span | None) -> None:
    assert span_of(header, 1000) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_a_part_behind_the_end(header: str) -> None:
    with pytest.raises(OutsideFile):
        span_of(header, 1000)


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=-1", "bytes=0-0"])
def test_an_empty_file_has_no_parts(header: str) -> None:
    with pytest.raises(OutsideFile):
        span_of(header, 0)


@given(SIZES, st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_range_is_cut_to_the_file(size: int, first: int, last: int) -> None:
    assume(first <= last and first < size)
    span = span_of(f"bytes={first}-{last}", size)
    assert span == Span(first, min(last, size - 1))
    assert span_of(f"bytes={first}-", size) == Span(first, size - 1)


@given(SIZES, st.integers(1, 10**12))
def test_the_end_of_a_file(size: int, length: int) -> None:
    assume(size)
    span = span_of(f"bytes=-{length}", size)
    assert span and span.last == size - 1 and span.length == min(length, size)


@given(st.text(), SIZES)
def test_any_header_means_the_whole_file_or_a_part_of_it(header: str, size: int) -> None:
    try:
        span = span_of(header, size)
    except OutsideFile:
        return
    assert span is None or 0 <= span.first <= span.last < size
