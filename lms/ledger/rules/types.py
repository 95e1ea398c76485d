"""The kinds of entry that the ledger itself writes, and the token of its own key."""

# Protects what belongs to nobody, such as the reason for which somebody was erased.
HOUSE = "house"

KEY_DESTROYED = "ledger.key_destroyed"
HOLD_PLACED = "ledger.hold_placed"
HOLD_LIFTED = "ledger.hold_lifted"
LOOK = "ledger.look"
