from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.errors import AcknowledgementIsFixed
from courses.models.enrolment import Enrolment
from courses.rules.statements import shortened
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.models import Attestation
from lms.ui.erased import ERASED


class Acknowledgement(AppendOnly, Attestation):
    """Somebody confirmed a statement of a lesson in the words it had then. Written once, never
    changed; new words are confirmed anew. The ledger names the row by its `case`."""

    case = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="acknowledgements")
    lesson_key = models.UUIDField(_("lesson"))
    block_id = models.UUIDField(_("statement"))

    fixed = AcknowledgementIsFixed
    can_be_redacted = True

    class Meta(Attestation.Meta):
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-attested_at"]
        constraints = [
            *Attestation.Meta.constraints,
            models.UniqueConstraint(
                fields=["enrolment", "block_id", "text_hash"], name="same_words_confirmed_once"
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "lesson_key"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.text_hash[:8]}"

    @property
    def name(self) -> str:
        """How to speak of it: the heading it had, or how it began."""
        return shortened(self.text.split("\n", 1)[0])

    @property
    def is_erased(self) -> bool:
        """The wording stays; what proved who confirmed it is erased."""
        return ERASED in (self.signature, self.scan.name)

    @property
    def short_hash(self) -> str:
        return self.text_hash[:8]
