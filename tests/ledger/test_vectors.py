"""Published vectors: what others have computed, through what this product uses. Each file under
`vectors/` says where its content is from."""

import hashlib
import hmac
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from lms.ledger.rules.notes import sign_note
from lms.ledger.rules.tree import Frontier
from lms.ledger.rules.verifier import (
    EMPTY_ROOT,
    LARGEST_WHOLE_NUMBER,
    VerifierKey,
    canonical,
    is_consistent,
    is_included,
    leaf_hash,
    open_checkpoint,
    open_note,
    read_checkpoint,
    read_json,
)


def vectors(name: str) -> dict[str, Any]:
    path = Path(__file__).parent / "vectors" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def named(items: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(each, id=each["name"]) for each in items]


def test_rfc_6962_roots() -> None:
    found, frontier = vectors("rfc6962"), Frontier()
    roots = [frontier.root()]
    for leaf in unhex(found["leaves"]):
        frontier.append(leaf_hash(leaf))
        roots.append(frontier.root())
    assert roots == unhex(found["roots"])
    assert roots[0] == EMPTY_ROOT


@pytest.mark.parametrize("probe", named(vectors("transparency_dev")["inclusion"]))
def test_inclusion_proofs_of_transparency_dev(probe: dict[str, Any]) -> None:
    leaf, root = unhex([probe["leaf"], probe["root"]])
    verdict = is_included(probe["index"], probe["size"], leaf, unhex(probe["proof"]), root)
    assert verdict == probe["valid"]


@pytest.mark.parametrize("probe", named(vectors("transparency_dev")["consistency"]))
def test_consistency_proofs_of_transparency_dev(probe: dict[str, Any]) -> None:
    roots = unhex([probe["root1"], probe["root2"]])
    verdict = is_consistent(probe["size1"], probe["size2"], *roots, unhex(probe["proof"]))
    assert verdict == probe["valid"]


@pytest.mark.parametrize("vector", named(vectors("rfc8032")["ed25519"]))
def test_rfc_8032_signatures(vector: dict[str, str]) -> None:
    secret, public, message, signature = unhex(
        [vector[name] for name in ("secret", "public", "message", "signature")]
    )
    private = Ed25519PrivateKey.from_private_bytes(secret)
    assert private.public_key().public_bytes_raw() == public
    assert private.sign(message) == signature
    key = VerifierKey.of("vector", public)
    key.check(signature, message)
    with pytest.raises(ValueError, match="the signature of vector is false"):
        key.check(signature, message + b"!")


@pytest.mark.parametrize("text", named(vectors("rfc8785")["texts"]))
def test_rfc_8785_canonical_json(text: dict[str, str]) -> None:
    value, expected = json.loads(text["input"]), text["output"].encode()
    assert rfc8785.dumps(value) == expected
    if text["name"] in ("structures", "values"):  # these hold fractions, which we write as text
        with pytest.raises(ValueError, match="whole number"):
            canonical(value)
    else:
        assert canonical(value) == expected
        assert canonical(read_json(text["input"])) == expected


whole = some.integers(-LARGEST_WHOLE_NUMBER, LARGEST_WHOLE_NUMBER)
json_values = some.recursive(
    some.none() | some.booleans() | whole | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@given(json_values)
def test_canonical_json_is_that_of_the_library(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    "value",
    [1.5, 1.0, float("nan"), 2**53, -(2**53), "\ud800", {"\udfff": 1}, b"", {1, 2}, [object()]],
    ids=lambda value: type(value).__name__,
)
def test_what_canonical_json_cannot_carry_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"whole number|surrogates|cannot carry"):
        canonical([value])


@pytest.mark.parametrize("vector", vectors("rfc4231")["hmac_sha256"])
def test_rfc_4231_hmac(vector: dict[str, str]) -> None:
    key, message, digest = unhex([vector[name] for name in ("key", "message", "digest")])
    assert hmac.new(key, message, hashlib.sha256).digest() == digest


NOTES = vectors("signed_notes")
NOTE = f"{NOTES['text']}\n{NOTES['signature']}"


def test_the_published_note_opens_with_its_key() -> None:
    key, other = VerifierKey.parse(NOTES["key"]), VerifierKey.parse(NOTES["other_key"])
    assert str(key) == NOTES["key"]
    assert open_note(NOTE, [key]) == (NOTES["text"], key)
    both = NOTE + NOTES["other_signature"]
    assert open_note(both, [key]) == (NOTES["text"], key)
    assert open_note(both, [other]) == (NOTES["text"], other)
    with pytest.raises(ValueError, match="no signature by a key that is trusted"):
        open_note(NOTE, [other])
    with pytest.raises(ValueError, match="false"):
        open_note(both.replace("answer", "answers"), [key])


def test_the_published_note_is_what_we_sign() -> None:
    secret = b64decode(NOTES["secret"].split("+", 4)[4])[1:]
    private = Ed25519PrivateKey.from_private_bytes(secret)
    assert sign_note(NOTES["text"], "PeterNeumann", private) == NOTE


def test_a_mangled_key_is_none() -> None:
    """Every piece of the published key, and every sign of it raised by one."""
    key = NOTES["key"]
    ends = range(len(key) + 1)
    pieces = {key[start:end] for start in ends for end in ends if end - start < len(key)}
    raised = {key[:at] + chr(ord(key[at]) + 1) + key[at + 1 :] for at in range(len(key))}
    for text in (*pieces, *raised, *NOTES["bad_keys"]):
        with pytest.raises(ValueError, match=r"in base64|not an Ed25519 key"):
            VerifierKey.parse(text)


@pytest.mark.parametrize(
    "note",
    [
        NOTES["text"],
        NOTES["text"] + "\n",
        NOTE[:-1],
        "\x01" + NOTE,
        f"{NOTES['text']}\n{NOTES['signature'].replace('PeterNeumann', 'Bad Name')}",
        NOTE + "Unexpected line.\n",
        NOTE.replace("x08go", "x08goABCD"),
    ],
)
def test_notes_that_the_format_does_not_allow(note: str) -> None:
    with pytest.raises(ValueError, match=r"note|signature|base64"):
        open_note(note, [VerifierKey.parse(NOTES["key"])])


def test_the_examples_of_c2sp_are_read() -> None:
    """Their keys are not published: they are notes all the same, and the checkpoint says this."""
    for note in (NOTES["c2sp_note"], NOTES["c2sp_checkpoint"]):
        with pytest.raises(ValueError, match="no signature by a key that is trusted"):
            open_checkpoint(note, [VerifierKey.parse(NOTES["key"])])
    stated = read_checkpoint(NOTES["c2sp_checkpoint"].rpartition("\n\n")[0] + "\n")
    assert (stated.origin, stated.size) == ("example.com/behind-the-sofa", 20852163)
    assert stated.root == b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
