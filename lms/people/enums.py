from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    REVIEWER = "reviewer", _("Courseware reviewer")
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


class EmploymentKind(models.TextChoices):
    """Whose staff somebody is. Those of an agency or a contractor name it as their employer."""

    OWN = "own", _("Own staff")
    DISPATCHED = "dispatched", _("Dispatched by an agency")
    OUTSOURCED = "outsourced", _("Outsourced")
    REHIRED = "rehired", _("Re-hired after retirement")


class LeaveKind(models.TextChoices):
    ANNUAL = "annual", _("Annual leave")
    SICK = "sick", _("Sick leave")
    INJURY = "injury", _("Work injury")
    MATERNITY = "maternity", _("Maternity leave")
    PERSONAL = "personal", _("Personal leave")
    OTHER = "other", _("Other leave")


class RosterOutcome(models.TextChoices):
    """What a row of a roster comes to."""

    REFUSED = "refused", _("Refused")
    ADDED = "added", pgettext_lazy("roster", "Added")
    CHANGED = "changed", pgettext_lazy("roster", "Changed")
    ENDED = "ended", _("Ended")
    UNCHANGED = "unchanged", _("Unchanged")


class Presence(models.TextChoices):
    """Whether somebody is at work on a day."""

    PRESENT = "present", _("At work")
    ON_LEAVE = "on_leave", _("On leave")
    TO_COME = "to_come", _("Begins later")
    LEFT = "left", _("Has left")


class SignIn(models.TextChoices):
    OWN = "own", _("Own sign-in")
    NONE = "none", _("No sign-in of their own")
    CLOSED = "closed", _("Account closed")


class RosterColumn(models.TextChoices):
    """What a roster may say about somebody, as the template heads it."""

    STAFF_NUMBER = "staff_number", _("Staff number")
    NAME = "name", _("Full name")
    LATIN_NAME = "latin_name", _("Name in Latin letters")
    UNIT = "unit", _("Unit")
    POST = "post", _("Post")
    EMPLOYMENT_KIND = "employment_kind", _("Employment kind")
    EMPLOYER = "employer", _("Employer")
    HIRED_ON = "hired_on", _("Hired on")
    EMAIL = "email", _("E-mail")
    FROM_ON = "from_on", pgettext_lazy("roster", "Placed on")
    LEFT_ON = "left_on", _("Left on")
    SIGN_IN = "sign_in", _("Sign-in")


class RosterRemark(models.TextChoices):
    """What is wrong with a row of a roster, or to be known of it; the values in braces come with
    it."""

    NO_STAFF_NUMBER = "no_staff_number", _("The staff number is missing.")
    BAD_STAFF_NUMBER = (
        "bad_staff_number",
        _("“{value}” is no staff number: at most 20 letters, digits and hyphens."),
    )
    SYSTEM_NUMBER = "system_number", _("This staff number belongs to the system itself.")
    TWICE = "twice", _("The staff number stands in several rows: {rows}.")
    NO_NAME = "no_name", _("The name is missing.")
    TOO_LONG = "too_long", _("{column}: longer than {limit} characters.")
    UNKNOWN_UNIT = "unknown_unit", _("There is no unit “{value}”.")
    AMBIGUOUS_UNIT = (
        "ambiguous_unit",
        _("There are several units “{value}”. Give the code or the full path."),
    )
    UNIT_OUT_OF_REACH = "unit_out_of_reach", _("The unit “{value}” is not among yours.")
    UNKNOWN_POST = "unknown_post", _("There is no post “{value}”.")
    AMBIGUOUS_POST = "ambiguous_post", _("There are several posts “{value}”. Give the code.")
    NO_PLACE = "no_place", _("Somebody new needs a unit and a post.")
    UNKNOWN_KIND = (
        "unknown_kind",
        _("“{value}” is no employment kind. The template lists them."),
    )
    NO_EMPLOYER = "no_employer", _("Dispatched and outsourced staff need their employer’s name.")
    EMPLOYER_OF_OWN = (
        "employer_of_own",
        _("Only dispatched and outsourced staff have another employer."),
    )
    NO_HIRING_DAY = "no_hiring_day", _("The day of hiring is missing.")
    BAD_DATE = "bad_date", _("{column}: there is no day “{value}”. Write it as 2026-09-01.")
    UNLIKELY_DATE = "unlikely_date", _("{column}: “{value}” is too early or too late to be true.")
    LEFT_BEFORE_HIRED = "left_before_hired", _("The last day lies before the day of hiring.")
    PLACED_BEFORE_HIRED = (
        "placed_before_hired",
        _("The placement begins before the day of hiring."),
    )
    LEFT_BEFORE_PLACED = "left_before_placed", _("The last day lies before the placement.")
    BAD_EMAIL = "bad_email", _("“{value}” is no e-mail address.")
    BAD_SIGN_IN = "bad_sign_in", _("“{value}” is neither yes nor no.")
    FORMULA = "formula", _("Cell {cell} holds a formula. Paste it as a value.")
    MERGED = "merged", _("Cell {cell} is merged with others. Split the cells.")
    ERROR = "error", _("Cell {cell} holds an error such as #REF!.")
    OUT_OF_REACH = (
        "out_of_reach",
        _("This staff number belongs to somebody outside your units."),
    )
    NOT_LOOKED_AFTER = (
        "not_looked_after",
        _("This person holds a role that you do not look after."),
    )
    ONESELF = "oneself", _("Somebody else must note this about you.")
    HAS_LEFT = (
        "has_left",
        _("The person left on {day}. Who comes back has a day of hiring after it."),
    )
    ALREADY_LEFT = "already_left", _("The person left on {day} already.")
    PLACED_OTHERWISE = (
        "placed_otherwise",
        _("Who comes back is placed on the day of hiring."),
    )
    LEAVES = "leaves", _("The person leaves on {day} and cannot be transferred.")
    MOVE_PENDING = "move_pending", _("A transfer on {day} is noted already.")
    MOVED_TOO_EARLY = (
        "moved_too_early",
        _("The last placement begins on {day}; another one must begin later."),
    )
    LEFT_BEFORE_MOVE = (
        "left_before_move",
        _("Something begins on {day}; the last day cannot lie before it."),
    )
    NO_ROOM = "no_room", _("The day of hiring does not go with the placements.")
    MISSING_IN_FILE = "missing_in_file", _("Not in the complete roster.")
    LEFT_LONG_AGO = "left_long_ago", _("Has left, and was never entered here.")
    SIGN_IN_LATER = "sign_in_later", _("No sign-in yet: give a temporary password.")
