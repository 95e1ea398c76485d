from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CodebookState(models.TextChoices):
    """Draft and consulted is what a draft can be, the others what a version can be on a day."""

    DRAFT = "draft", _("Draft")
    CONSULTED = "consulted", _("Consulted")
    ADOPTED = "adopted", _("Adopted")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


class DocumentKind(models.TextChoices):
    """The papers of an adoption (Labour Contract Law, article 4)."""

    DISCUSSION = "discussion", _("Minutes of the staff discussion")
    UNION = "union", _("Reply of the trade union")
    PUBLICATION = "publication", _("Record of publication")


class IncidentKind(models.TextChoices):
    VIOLATION = "violation", _("Something went wrong")
    COMMENDATION = "commendation", _("Somebody did well")


class Source(models.TextChoices):
    """How an incident became known."""

    COMPLAINT = "complaint", _("Resident’s complaint")
    INSPECTION = "inspection", _("Inspection")
    OBSERVATION = "observation", _("Observation on the floor")
    CAMERA = "camera", _("Camera")
    COLLEAGUE = "colleague", _("Colleague")
    SELF = "self", _("The person themselves")
    ANONYMOUS = "anonymous", _("Anonymous")


class EvidenceKind(models.TextChoices):
    PICTURE = "picture", _("Picture")
    PDF = "pdf", _("PDF")
    RECORDING = "recording", _("Recording")
    DOCUMENT = "document", _("Document")


# Of these a copy is made for looking at.
DRAWN_ANEW = (EvidenceKind.PICTURE, EvidenceKind.PDF)


class ViewState(models.TextChoices):
    """Of the copy of a piece of evidence that is safe to look at."""

    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be prepared")


class NoticeKind(models.TextChoices):
    """The papers that a case serves on the person it is about."""

    ALLEGATION = "allegation", _("Notice of allegation")
    DECISION = "decision", _("Notice of decision")
    APPEAL = "appeal", _("Decision on the appeal")
    COMMENDATION = "commendation", _("Commendation")


class Reported(models.TextChoices):
    """What whoever reported an incident learns of it; not kept anywhere."""

    RECEIVED = "received", _("Received")
    TAKEN_UP = "taken_up", _("Taken up")
    SET_ASIDE = "set_aside", _("Set aside")


class PackState(models.TextChoices):
    """What regional rules are on a day; not kept anywhere."""

    IN_FORCE = "in_force", _("In force")
    TO_COME = "to_come", _("To come")
    PAST = "past", pgettext_lazy("rules", "Past")


class BundlePurpose(models.TextChoices):
    """What the bundle of a case is taken out for."""

    ARBITRATION = "arbitration", _("Labour arbitration")
    COURT = "court", pgettext_lazy("bundle", "Court")
    INSPECTION = "inspection", _("Labour inspection")
    OWN_FILE = "own_file", _("Our own file")
