"""What was confirmed, word for word."""

from hashlib import sha256


def text_hash(text: str) -> str:
    """SHA-256 of the wording in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()
