from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.people.rules import throttle

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
counts = st.integers(0, 10_000)
allowances = st.integers(0, 50)


def seconds(failures: int) -> float:
    return throttle.wait_after(failures, free=4).total_seconds()


def test_four_are_free_then_the_wait_doubles_up_to_five_minutes():
    assert [seconds(n) for n in range(14)] == [
        0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300,
    ]  # fmt: skip


@given(counts, allowances)
def test_the_wait_never_shrinks_with_failures_nor_passes_its_bounds(failures, free):
    wait = throttle.wait_after(failures, free=free)
    assert throttle.NO_WAIT <= wait <= throttle.LONGEST_WAIT
    assert wait <= throttle.wait_after(failures + 1, free=free)
    assert (wait == throttle.NO_WAIT) == (failures <= free)


@given(counts, st.timedeltas(timedelta(hours=-1), timedelta(hours=3)), allowances)
def test_what_remains_is_never_more_than_the_wait_and_ends(failures, passed, free):
    left = throttle.remaining_wait(failures, NOON, NOON + passed, free=free)
    assert throttle.NO_WAIT <= left <= throttle.wait_after(failures, free=free)
    if passed >= timedelta(0):
        then = NOON + passed + left
        assert throttle.remaining_wait(failures, NOON, then, free=free) == throttle.NO_WAIT


@given(counts)
def test_an_hour_of_quiet_is_forgotten(failures):
    later = NOON + timedelta(hours=1)
    assert throttle.count_after_failure(failures, NOON, later) == 1
    assert throttle.remaining_wait(failures, NOON, later, free=0) == throttle.NO_WAIT
    sooner = later - timedelta(seconds=1)
    assert throttle.count_after_failure(failures, NOON, sooner) == failures + 1


@given(st.ip_addresses(v=6))
def test_one_ipv6_network_is_one_caller(address):
    if address.ipv4_mapped:
        return
    neighbour = type(address)(int(address) ^ 1)
    assert throttle.network_of(str(address)) == throttle.network_of(str(neighbour))


@given(st.ip_addresses(v=4))
def test_ipv4_is_taken_as_it_is_also_when_mapped(address):
    assert throttle.network_of(str(address)) == str(address)
    assert throttle.network_of(f"::ffff:{address}") == str(address)


@given(st.text(max_size=40))
def test_any_text_is_some_caller(text):
    assert throttle.network_of(text)
