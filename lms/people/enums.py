from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    COMPANY = "company", _("Company")
    REGION = "region", _("Region")
    SITE = "site", _("Site")
    TEAM = "team", _("Team")


class Standing(models.TextChoices):
    """How a post counts under the rules of conduct."""

    MANAGER = "manager", _("Manager")
    FRONTLINE = "frontline", _("Frontline")


class Role(models.TextChoices):
    """What somebody may do beyond their own learning, within a unit and all below it."""

    TRAINER = "trainer", _("Trainer")
    ASSESSOR = "assessor", _("Assessor")
    SITE_MANAGER = "site_manager", _("Site manager")
    HR_OFFICER = "hr_officer", _("HR officer")
    HR_DIRECTOR = "hr_director", _("HR director")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Scheme(models.TextChoices):
    """Light or dark pages; the device decides unless the person does."""

    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Attested(models.TextChoices):
    """How we know that it was this person who confirmed something."""

    OWN = "own", _("Own sign-in")
    ATTENDED = "attended", _("On a supervisor’s device")
    PAPER = "paper", _("On paper")
