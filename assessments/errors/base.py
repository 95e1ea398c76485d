from lms.ui.errors import Refusal


class AssessmentError(Refusal):
    """What this package refuses."""
