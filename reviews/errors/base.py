from lms.ui.errors import Refusal


class ReviewError(Refusal):
    """What this package refuses."""
