from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conduct_records.enums import CodebookState, DocumentKind
from conduct_records.models.version import Adoption, CodebookVersion
from conduct_records.rules.codebook import Codebook
from lms.files.storage import private_storage


class CodebookDraft(Adoption):
    """The next version while it is written and consulted about; there is one at a time. Adopting
    turns it into a `CodebookVersion`."""

    based_on = models.OneToOneField(
        CodebookVersion, models.PROTECT, related_name="+", null=True, editable=False
    )
    content = models.JSONField(_("content"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("codebook draft")
        verbose_name_plural = _("codebook drafts")

    def __str__(self) -> str:
        return str(_("Draft of version %(number)d") % {"number": self.number})

    @property
    def number(self) -> int:
        """The one it will get."""
        return self.based_on.number + 1 if self.based_on else 1

    @property
    def codebook(self) -> Codebook:
        return Codebook.of_json(self.content)

    @property
    def state(self) -> CodebookState:
        is_consulted = self.discussed_on is not None and self.union_on is not None
        return CodebookState.CONSULTED if is_consulted else CodebookState.DRAFT


class DraftDocument(models.Model):
    """A paper of the adoption to be."""

    draft = models.ForeignKey(CodebookDraft, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind.choices)
    file = models.FileField(_("file"), storage=private_storage, upload_to="codebook/%Y/")
    name = models.CharField(_("name"), max_length=120)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.name
