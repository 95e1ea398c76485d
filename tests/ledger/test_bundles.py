"""Bundles: what a sound one proves, and that nothing in it can be changed unnoticed."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from lms.ledger.rules.verifier import LARGEST_BUNDLE, Report, VerifierKey, check_bundle
from tests.ledger.small_log import FIELDS, KEY, NAME, ORIGIN, SmallLog, written

LOG = SmallLog(11)
BUNDLE = LOG.bundle(11, {2: ["title"], 7: ["score", "passed"], 10: []}, since=[4, 7])
TEXT = json.dumps(BUNDLE, ensure_ascii=False)


def report_on(found: Any) -> Report:
    return check_bundle(written(found), [KEY])


def fault_of(found: Any) -> str:
    fault = report_on(found).fault
    assert fault is not None
    return fault


def test_a_sound_bundle_proves_its_entries_and_shows_only_the_fields_it_means_to() -> None:
    report = report_on(BUNDLE)
    assert report.is_sound
    assert report.checkpoint is not None and report.checkpoint.size == 11
    assert [each.size for each in report.earlier] == [4, 7]
    shown = {seq: fields for seq, (_, fields) in report.entries.items()}
    assert shown == {2: {"title": "消防演练"}, 7: {"score": 93, "passed": True}, 10: {}}
    public, _ = report.entries[7]
    assert (public["subject"], public["actor"]) == ("person-7", "trainer")
    assert set(public["fields"]) == set(FIELDS)
    assert "消防演练" not in LOG.envelopes[2]


@pytest.mark.parametrize("size", range(1, 10))
def test_every_entry_of_a_log_of_any_size_is_proved(size: int) -> None:
    log = SmallLog(size)
    found = log.bundle(size, {seq: list(FIELDS) for seq in range(size)}, since=range(1, size + 1))
    assert report_on(found).is_sound


def test_a_bundle_of_nothing_but_checkpoints_is_one() -> None:
    report = report_on(LOG.bundle(11, {}, since=[5]))
    assert report.is_sound and not report.entries


def test_the_bundles_own_key_is_no_evidence() -> None:
    report = check_bundle(written(BUNDLE), [])
    assert report.fault == "checkpoint: no signature by a key that is trusted"
    assert report.named_keys == [KEY]


# Which, and where ---------------------------------------------------------------------------------


def changed(*path: str | int, to: Any) -> Any:
    found = deepcopy(BUNDLE)
    inner = found
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return found


def forged() -> str:
    return LOG.note(11, secret=Ed25519PrivateKey.generate())


def another(origin: str) -> str:
    return LOG.note(11, origin)


FIRST = BUNDLE["entries"][0]
FAULTS = {
    "another format": (
        changed("format", to="lms-ledger-bundle/2"),
        "bundle: not of the format lms-ledger-bundle/1",
    ),
    "a member too many": (
        BUNDLE | {"verdict": "sound"},
        "bundle: not an object of format, log, checkpoint, keys, earlier, entries",
    ),
    "a key that is none": (changed("keys", to=["key"]), "bundle: not 33 bytes in base64"),
    "a forged checkpoint": (
        changed("checkpoint", to=forged()),
        "checkpoint: no signature by a key that is trusted",
    ),
    "a checkpoint of the other log": (
        changed("checkpoint", to=another(f"{NAME}/looks")),
        "checkpoint: the checkpoint is another log's",
    ),
    "an earlier checkpoint that does not fit": (
        changed("earlier", 1, "consistency", to=[]),
        "earlier[1]: the bundle's checkpoint is not shown to continue this one",
    ),
    "an earlier checkpoint of another history": (
        changed("earlier", 1, "checkpoint", to=SmallLog(7).note(7)),
        "earlier[1]: the bundle's checkpoint is not shown to continue this one",
    ),
    "an earlier checkpoint that is later": (
        LOG.bundle(4, {}) | {"earlier": [{"checkpoint": LOG.note(7), "consistency": []}]},
        "earlier[0]: the bundle's checkpoint is not shown to continue this one",
    ),
    "an altered envelope": (
        changed("entries", 1, "envelope", "subject", to="person-8"),
        "entries[1] (entry 7): the checkpoint covers another entry",
    ),
    "an envelope of a later version": (
        changed("entries", 1, "envelope", "v", to=2),
        "entries[1] (entry 7): the envelope is of version 2",
    ),
    "an envelope without a time": (
        changed("entries", 1, "envelope", "at", to="yesterday"),
        "entries[1] (entry 7): time data 'yesterday' does not match format",
    ),
    "another number": (
        changed("entries", 1, "seq", to=6),
        "entries[1] (entry 6): the checkpoint covers another entry",
    ),
    "a number that is a truth": (changed("entries", 1, "seq", to=True), "entries[1]: seq is not"),
    "an entry twice": (
        BUNDLE | {"entries": [FIRST, FIRST]},
        "entries[1] (entry 2): stands in the bundle twice",
    ),
    "another value": (
        changed("entries", 1, "disclosed", "score", "value", to=94),
        "entries[1] (entry 7), field score: what is shown is not what was recorded",
    ),
    "a value of another kind": (
        changed("entries", 1, "disclosed", "passed", "value", to=1),
        "entries[1] (entry 7), field passed: what is shown is not what was recorded",
    ),
    "a field that the entry does not have": (
        changed("entries", 0, "disclosed", to={"titel": FIRST["disclosed"]["title"]}),
        "entries[0] (entry 2), field titel: what is shown is not what was recorded",
    ),
    "a random key of another length": (
        changed("entries", 1, "disclosed", "score", "r", to="AAAA"),
        "entries[1] (entry 7), field score: not 32 bytes in base64",
    ),
}


@pytest.mark.parametrize(("found", "fault"), FAULTS.values(), ids=FAULTS)
def test_it_says_which_and_where(found: Any, fault: str) -> None:
    assert fault_of(found).startswith(fault)


def test_swapped_proofs_are_noticed() -> None:
    found = deepcopy(BUNDLE)
    one, other = found["entries"][:2]
    one["proof"], other["proof"] = other["proof"], one["proof"]
    assert fault_of(found).startswith("entries[0] (entry 2): ")


# Nothing can be changed unnoticed -----------------------------------------------------------------


def proves_no_more(report: Report) -> bool:
    """Whether all that is proved is what the unchanged bundle proves."""
    whole = report_on(BUNDLE)
    return (
        report.checkpoint == whole.checkpoint
        and all(each in whole.earlier for each in report.earlier)
        and all(
            seq in whole.entries
            and public == whole.entries[seq][0]
            and shown.items() <= whole.entries[seq][1].items()
            for seq, (public, shown) in report.entries.items()
        )
    )


def content(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


@given(some.integers(0, len(TEXT) - 1), some.characters(exclude_categories=["Cs"]) | some.just(""))
def test_a_changed_sign_is_refused_or_changes_nothing(at: int, sign: str) -> None:
    text = TEXT[:at] + sign + TEXT[at + 1 :]
    assert not check_bundle(text.encode(), [KEY]).is_sound or content(text) == BUNDLE


def test_no_bit_of_the_text_can_be_flipped() -> None:
    """Each byte once, its lowest bit: digits, letters and base64 all become their neighbours."""
    data = TEXT.encode()
    for at in range(len(data)):
        altered = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert not check_bundle(altered, [KEY]).is_sound, f"byte {at}"


def places(found: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(found, dict | list):
        steps = found.items() if isinstance(found, dict) else enumerate(found)
        for step, each in steps:
            yield from places(each, (*path, step))


def at_place(path: tuple[str | int, ...], change: Callable[[Any, str | int], None]) -> Any:
    found = deepcopy(BUNDLE)
    inner: Any = found
    for step in path[:-1]:
        inner = inner[step]
    change(inner, path[-1])
    return found


STRANGE = [None, True, 0, -1, 3, 2**53, 2**64, 1.5, "", "x", "AAAA", [], {}, [[]], [None], {"": 1}]


@pytest.mark.parametrize("value", STRANGE, ids=json.dumps)
def test_whatever_is_put_in_a_place_proves_no_more(value: Any) -> None:
    for path in places(BUNDLE):
        report = report_on(at_place(path, lambda inner, step: inner.__setitem__(step, value)))
        assert not report.is_sound or proves_no_more(report), path


def test_whatever_is_left_out_proves_no_more() -> None:
    for path in places(BUNDLE):
        report = report_on(at_place(path, lambda inner, step: inner.__delitem__(step)))
        assert not report.is_sound or proves_no_more(report), path


# Bad input ----------------------------------------------------------------------------------------


def test_a_truncated_bundle_is_none() -> None:
    data = TEXT.encode()
    assert not any(check_bundle(data[:end], [KEY]).is_sound for end in range(len(data)))


def test_a_huge_bundle_is_not_read() -> None:
    report = check_bundle(b" " * (LARGEST_BUNDLE + 1), [KEY])
    assert report.fault == f"bundle: larger than {LARGEST_BUNDLE} bytes"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (TEXT.replace('"seq": 2,', '"seq": 2, "seq": 3,'), "names a member twice"),
        (TEXT.replace('"seq": 2,', '"seq": 2.0,'), "2.0 is no whole number"),
        (TEXT.replace('"seq": 2,', '"seq": NaN,'), "NaN is no whole number"),
        (TEXT.replace('"seq": 2,', '"seq": -Infinity,'), "-Infinity is no whole number"),
        (TEXT.replace('"seq": 2,', '"seq": 1e400,'), "1e400 is no whole number"),
        (TEXT.replace('"seq": 2,', f'"seq": {"9" * 9000},'), "99999999999999999999 is no whole"),
        (TEXT.replace('"test.result"', '"\\ud800"'), "surrogates not allowed"),
        (TEXT.replace('"title":', '"\\ud800":'), "surrogates not allowed"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("", "Expecting value"),
        ("\ufeff" + TEXT, "BOM"),
        (TEXT + TEXT, "Extra data"),
        ("null", "not an object"),
        ("[]", "not an object"),
    ],
)
def test_what_is_not_quite_json_is_refused(text: str, fault: str) -> None:
    report = check_bundle(text.encode(), [KEY])
    assert report.fault is not None and fault in report.fault


def test_what_is_not_utf_8_is_refused() -> None:
    for data in (b"\xff", b"\x00", TEXT.encode("utf-16"), TEXT.encode("gb18030")):
        assert not check_bundle(data, [KEY]).is_sound


def test_a_value_nested_very_deeply_is_refused() -> None:
    for depth in (10, 100, 900, 990, 2_000):
        deep = TEXT.replace('"消防演练"', "[" * depth + "]" * depth)
        assert not check_bundle(deep.encode(), [KEY]).is_sound


@given(some.binary())
def test_any_bytes_are_refused_without_a_crash(data: bytes) -> None:
    assert not check_bundle(data, [KEY]).is_sound


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=8,
)


@given(some.sampled_from(list(places(BUNDLE))), json_values)
def test_any_value_in_any_place_is_refused_without_a_crash(path: Any, value: Any) -> None:
    found = at_place(path, lambda inner, step: inner.__setitem__(step, value))
    report = check_bundle(json.dumps(found).encode(), [KEY])
    assert not report.is_sound or proves_no_more(report)


@pytest.mark.parametrize("key", ["", "key", "a+b+c", KEY[:-1], KEY.replace("small", "smaII")])
def test_a_trusted_key_that_is_none_is_said(key: str) -> None:
    assert not check_bundle(written(BUNDLE), [key]).is_sound
    with pytest.raises(ValueError, match=r"base64|Ed25519"):
        VerifierKey.parse(key)


def test_the_log_must_be_named() -> None:
    assert fault_of(changed("log", to="")) == "checkpoint: the checkpoint is another log's"
    assert report_on(changed("log", to=ORIGIN)).is_sound
