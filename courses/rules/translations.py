"""Where a translation stands against the page it translates."""

from datetime import datetime

from courses.enums import TranslationState


def is_behind(*, saved_at: datetime | None, original_published_at: datetime | None) -> bool:
    """Whether the original was published after the translation was last saved."""
    return bool(saved_at and original_published_at and saved_at < original_published_at)


def translation_state(
    *,
    exists: bool,
    is_live: bool,
    saved_at: datetime | None,
    original_published_at: datetime | None,
) -> TranslationState:
    if not exists:
        return TranslationState.MISSING
    if is_behind(saved_at=saved_at, original_published_at=original_published_at):
        return TranslationState.BEHIND
    return TranslationState.CURRENT if is_live else TranslationState.DRAFT
