"""Pictures sent with an observation, what was signed beside them, and badges."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.observing import ObservationRefused


class PhotoUnreadable(ObservationRefused):
    message = _("A picture cannot be read. Take it again.")


class TooManyPhotos(ObservationRefused):
    message = _("At most 24 pictures belong to one observation.")


class AnotherResult(ObservationRefused):
    message = _(
        "The result is not the one that was shown when it was signed. Look at it and sign again."
    )


class SentBefore(ObservationRefused):
    message = _(
        "This form was sent already, with other content. What stands here now counts as a second "
        "observation: look through it, and send it once more if it is one."
    )
    field = "form_id"


class NameNotPrintable(ObservationRefused):
    """`names` are those whose badge would show a box, with the characters."""

    message = _("No font here has the characters of: %(names)s.")

    def __init__(self, names: str) -> None:
        super().__init__(names)
        self.names = names

    def __str__(self) -> str:
        return str(self.message) % {"names": self.names}
