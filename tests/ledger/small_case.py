"""A small case in zip that needs no database: the bundle's rules alone, with one piece of evidence
and one notice."""

import hashlib
import io
from base64 import b64encode
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lms.ledger.rules.archive import write_archive
from lms.ledger.rules.bundle import ProvenEntry, bundle
from lms.ledger.rules.envelope import Disclosure, Record, Value, envelope
from lms.ledger.rules.notes import checkpoint_text, sign_note
from lms.ledger.rules.tree import Frontier, Position, hash_of, inclusion_path, root_of
from lms.ledger.rules.verifier import VerifierKey, leaf_hash
from lms.ledger.rules.verifier_archive import CASE_FORMAT, MANIFEST, PROOFS
from lms.pdf.render import Attached, render_pdf
from tests.ledger.small_log import BEGUN, NAME, ORIGIN, SECRET

MADE_AT = "2026-11-22T02:00:00.000000Z"
PHOTO = b"\xff\xd8 a picture \xff\xd9"
SAID = {"kind": "decision", "text": "书面警告"}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class SmallCase:
    """Its parts can be altered before `zipped` puts them together as they then are."""

    def __init__(
        self, number: str = "2026-0001", secret: Ed25519PrivateKey = SECRET, photo: bytes = PHOTO
    ) -> None:
        self.number, self.secret = number, secret
        self.key = str(VerifierKey.of(NAME, secret.public_key().public_bytes_raw()))
        self.frontier, self.nodes = Frontier(), dict[Position, bytes]()
        self.entries = list[tuple[str, dict[str, Disclosure]]]()
        self.record("incident.reported", {"what": "离岗。", "reported_by": 7})
        self.record("evidence.added", {"sha256": sha(photo), "file": "张三.jpg"})
        content = rfc8785.dumps(SAID)
        self.record("case.notice", {"content_hash": sha(content), "case_number": number})
        self.proven_up_to = 3
        self.files = {
            "README.txt": (b"how to check", None),
            "evidence/1.jpg": (photo, {"seq": 1, "field": "sha256"}),
            "notices/1.pdf": (self._paper(content), {"seq": 2, "field": "content_hash"}),
        }
        self.listed = self._listed()
        made: dict[str, Value] = {
            "content_hash": sha(rfc8785.dumps(self.listed)),
            "case_number": number,
            "purpose": "劳动仲裁",
            "at": MADE_AT,
        }
        self.record("case.bundle", made)
        self.proofs = self._bundle({0: ["what"], 1: ["sha256"], 2: ["content_hash"], 3: [*made]})

    def record(self, kind: str, fields: dict[str, Value]) -> None:
        seq, shown = len(self.entries), {name: Disclosure.of(v) for name, v in fields.items()}
        public = envelope(
            Record(kind, "hr", fields, "person", f"{self.number}-{seq}"), BEGUN, shown
        )
        self.nodes.update(self.frontier.append(leaf_hash(public)))
        self.entries.append((public.decode(), shown))

    def _bundle(self, shown: dict[int, list[str]]) -> dict[str, Any]:
        size = len(self.entries)
        text = checkpoint_text(ORIGIN, size, root_of(size, self.nodes), BEGUN)
        return bundle(
            origin=ORIGIN,
            keys=[self.key],
            note=sign_note(text, NAME, self.secret),
            entries=[self._proven(seq, size, names) for seq, names in shown.items()],
        )

    def _proven(self, seq: int, size: int, names: list[str]) -> ProvenEntry:
        public, fields = self.entries[seq]
        proof = [hash_of(span, self.nodes) for span in inclusion_path(seq, size)]
        return ProvenEntry(seq, public, proof, {name: fields[name] for name in names})

    def _paper(self, content: bytes) -> bytes:
        proof = rfc8785.dumps(self._bundle({2: ["content_hash"]}))
        html = "<html lang=zh><head><title>决定书</title></head><body>书面警告</body></html>"
        files = [Attached("proof.json", proof, "proof"), Attached("notice.json", content, "says")]
        return render_pdf(html, stylesheet="css/print/notices.css", attached=files)

    def _listed(self) -> dict[str, Any]:
        shown = [["what"], ["sha256"], ["content_hash"]]
        return {
            "format": CASE_FORMAT,
            "log": ORIGIN,
            "case": self.number,
            "purpose": "劳动仲裁",
            "made_at": MADE_AT,
            "files": [
                {"path": path, "size": len(data), "sha256": sha(data), "what": "", "stated": by}
                for path, (data, by) in self.files.items()
            ],
            "entries": [
                {"seq": seq, "leaf": b64encode(leaf_hash(public.encode())).decode(), "shown": names}
                for seq, ((public, __), names) in enumerate(zip(self.entries, shown, strict=True))
            ],
        }

    def zipped(self, **changed: bytes) -> bytes:
        """With other content, by path with `__` for the dot, where one is given."""
        target = io.BytesIO()
        files = {path: data for path, (data, __) in self.files.items()}
        files |= {MANIFEST: rfc8785.dumps(self.listed), PROOFS: rfc8785.dumps(self.proofs)}
        files |= {name.replace("__", "."): data for name, data in changed.items()}
        write_archive(target, list(files.items()))
        return target.getvalue()
