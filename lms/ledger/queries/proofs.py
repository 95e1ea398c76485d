"""That an entry stands under the last checkpoint, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.ledger.enums import Log
from lms.ledger.errors import NotCovered, TreeAltered
from lms.ledger.models import Entry
from lms.ledger.queries.checkpoints import SignedCheckpoint, last_checkpoint
from lms.ledger.queries.tree import inclusion_proof
from lms.ledger.rules.drawing import Drawing, Sum, climb, draw
from lms.ledger.rules.verifier import leaf_hash


@dataclass(frozen=True)
class Proven:
    """An entry and its inclusion proof under a checkpoint."""

    entry: Entry
    checkpoint: SignedCheckpoint
    leaf: bytes
    hashes: Sequence[bytes]

    @property
    def sums(self) -> list[Sum]:
        return climb(self.entry.seq, self.checkpoint.size, self.leaf, self.hashes)

    @property
    def drawing(self) -> Drawing:
        return draw(self.entry.seq, self.checkpoint.size, self.leaf, self.hashes)

    @property
    def narrow_drawing(self) -> Drawing:
        return draw(self.entry.seq, self.checkpoint.size, self.leaf, self.hashes, is_narrow=True)


def proof_of(entry: Entry) -> Proven:
    """Raises `NotCovered` where no checkpoint covers the entry yet; `TreeAltered` where the stored
    tree does not lead from the entry to the root that was signed."""
    log = Log(entry.log)
    checkpoint = last_checkpoint(log)
    if checkpoint is None or entry.seq >= checkpoint.size:
        raise NotCovered
    try:
        hashes = inclusion_proof(log, entry.seq, checkpoint.size)
    except KeyError as error:  # a node is gone
        raise TreeAltered from error
    proven = Proven(entry, checkpoint, leaf_hash(entry.envelope.encode()), hashes)
    root = proven.sums[-1].result if proven.sums else proven.leaf
    if root != checkpoint.root:
        raise TreeAltered
    return proven
