"""What each role may do, and who may hand it out or look after those who hold it.

A permission is Django's "app_label.codename"; the role's unit says where it holds. Keys are the
values of `enums.Role`; permissions of higher packages are named, not imported.
"""

from collections.abc import Iterable

ADMIN = "wagtailadmin.access_admin"


def _crud(app_label: str, model: str, *actions: str) -> frozenset[str]:
    return frozenset(f"{app_label}.{action}_{model}" for action in actions)


_SEE_TRAINING = (
    _crud("courses", "coursepage", "view")
    | _crud("courses", "enrolment", "view")
    | _crud("assessments", "sitting", "view")
)
_ENROL = (
    _SEE_TRAINING
    | _crud("courses", "enrolment", "add")
    # Those who bring people into courses also hand them a device, or enter what they signed.
    | _crud("people", "attendedsession", "add")
    | _crud("courses", "acknowledgement", "add")
)
_SEE_QUESTIONS = (
    _crud("assessments", "question", "view")
    | _crud("assessments", "quiz", "view")
    | _crud("assessments", "category", "view")
    | _crud("assessments", "skill", "view")
)
_QUESTIONS = (
    _SEE_QUESTIONS
    | _crud("assessments", "question", "add", "change")
    | _crud("assessments", "quiz", "add", "change")
    | _crud("assessments", "category", "add", "change")
    | _crud("assessments", "skill", "add", "change")
)
# Finding a question right that somebody else wrote.
_REVIEW_QUESTIONS = _crud("assessments", "question", "review")
# Judging answers, and giving single people more time or attempts, for one's units.
_MARK = _crud("assessments", "sitting", "view", "mark")
# Settling where two markers differ and putting marks right, for one's units; having all answers to
# a question marked once more.
_SETTLE = _MARK | _crud("assessments", "sitting", "settle")
_REGRADE = _crud("assessments", "question", "regrade")
# Observing people of one's units by inspection sheets; seeing what was observed; writing sheets.
_SEE_OBSERVATIONS = _crud("assessments", "observation", "view")
_OBSERVE = _SEE_OBSERVATIONS | _crud("assessments", "observation", "add")
_WRITE_SHEETS = _crud("assessments", "inspectionsheet", "view", "add", "change")
_ALLOW = _crud("assessments", "allowance", "add", "view")
_TRANSLATE = frozenset({"simple_translation.submit_translation"})
# Publishing courseware that no reviewer has seen.
_PUBLISH_UNREVIEWED = frozenset({"courses.publish_unreviewed"})
_SEE_PEOPLE = (
    _crud("people", "employee", "view")
    | _crud("people", "unit", "view")
    | _crud("people", "post", "view")
    | _crud("people", "postgroup", "view")
    | _crud("people", "rolegrant", "view")
)
_KEEP_PEOPLE = _SEE_PEOPLE | _crud("people", "employee", "add", "change")
# What is kept about people: until when; taking all of it out; erasing it, and holding it back.
_SEE_RETENTION = frozenset({"people.view_retention"})
_EXPORT_PEOPLE = frozenset({"people.export_employee"})
_ERASE_PEOPLE = _SEE_RETENTION | frozenset({"people.erase_employee", "people.add_retentionterm"})
_BUILD_COMPANY = (
    _crud("people", "unit", "add", "change")
    | _crud("people", "post", "add", "change")
    | _crud("people", "postgroup", "add", "change")
    | _crud("people", "rolegrant", "add")
)
# Revoking, and reissuing after a name was corrected.
_REVOKE_CERTIFICATES = frozenset({"courses.change_certificate"})
# Entries of the ledger with their proofs; and, for people of one's units, what they say.
_SEE_LEDGER = _crud("ledger", "entry", "view")
_READ_LEDGER = _SEE_LEDGER | _crud("ledger", "sealedfields", "view")
_DESIGN_CERTIFICATES = _crud("courses", "certificatedesign", "view", "add", "change")
# The codebook: its versions with the papers of their adoption; who signed; writing and adopting.
_SEE_CODEBOOK = _crud("conduct_records", "codebookversion", "view")
_SEE_SIGNATURES = _crud("conduct_records", "codebooksignature", "view")
_WRITE_CODEBOOK = (
    _SEE_CODEBOOK
    | _crud("conduct_records", "codebookdraft", "change")
    | _SEE_SIGNATURES
    | _crud("conduct_records", "codebooksignature", "add")
)
_ADOPT_CODEBOOK = _crud("conduct_records", "codebookversion", "add")
# Reporting incidents, for one's units.
_REPORT = _crud("conduct_records", "incident", "add")
# Who reported and who witnessed: asking for it, and saying yes to whoever asks.
_ASK_IDENTITY = frozenset({"conduct_records.view_identity"})
_APPROVE_IDENTITY = frozenset({"conduct_records.approve_identity"})
# What cases come to, counted; small groups are hidden.
_SEE_FIGURES = frozenset({"conduct_records.view_figures"})
# Cases: being appointed to investigate; to decide, also an appeal; handling them; overriding.
_INVESTIGATE = _REPORT | _crud("conduct_records", "case", "investigate") | _ASK_IDENTITY
_DECIDE = _INVESTIGATE | frozenset({"conduct_records.decide_case", "conduct_records.decide_appeal"})
_HANDLE_CASES = (
    _DECIDE | _SEE_FIGURES | _crud("conduct_records", "case", "view", "change", "export")
)
_DIRECT_CASES = (
    _HANDLE_CASES
    | _APPROVE_IDENTITY
    | frozenset({"conduct_records.override_gate"})
    | _crud("conduct_records", "rulepack", "view", "add")
)

# Reviews: rating one's people; handling them; hearing appeals; what they are made of.
_RATE = _crud("reviews", "review", "rate")
_HANDLE_REVIEWS = (
    _crud("reviews", "review", "view", "change")
    | _crud("reviews", "reviewcycle", "add")
    | _crud("reviews", "scorecarddraft", "change")
    | _crud("reviews", "figureimport", "add")
    | frozenset({"reviews.decide_appeal"})
)
_ADOPT_SCORECARDS = _crud("reviews", "scorecardversion", "add")

PERMISSIONS: dict[str, frozenset[str]] = {
    "trainer": frozenset({ADMIN})
    | _QUESTIONS
    | _TRANSLATE
    | _ENROL
    | _DESIGN_CERTIFICATES
    | _SETTLE
    | _REGRADE
    | _OBSERVE
    | _WRITE_SHEETS
    | _ALLOW,
    # Publishes what trainers submit; sees all courseware, and nobody's progress.
    "reviewer": frozenset({ADMIN})
    | _SEE_QUESTIONS
    | _REVIEW_QUESTIONS
    | _crud("courses", "coursepage", "view"),
    "assessor": _INVESTIGATE | _MARK | _OBSERVE,
    "site_manager": _ENROL | _SEE_SIGNATURES | _INVESTIGATE | _SEE_FIGURES | _RATE | _OBSERVE,
    "hr_officer": frozenset({ADMIN})
    | _KEEP_PEOPLE
    | _SEE_RETENTION
    | _EXPORT_PEOPLE
    | _ENROL
    | _WRITE_CODEBOOK
    | _HANDLE_CASES
    | _HANDLE_REVIEWS
    | _SEE_OBSERVATIONS
    | _RATE,
    "hr_director": frozenset({ADMIN})
    | _KEEP_PEOPLE
    | _EXPORT_PEOPLE
    | _ERASE_PEOPLE
    | _BUILD_COMPANY
    | _ENROL
    | _REVOKE_CERTIFICATES
    | _READ_LEDGER
    | _WRITE_CODEBOOK
    | _ADOPT_CODEBOOK
    | _DIRECT_CASES
    | _HANDLE_REVIEWS
    | _SEE_OBSERVATIONS
    | _RATE
    | _ADOPT_SCORECARDS,
    "auditor": _SEE_TRAINING
    | _SEE_OBSERVATIONS
    | _READ_LEDGER
    | _SEE_CODEBOOK
    | _SEE_SIGNATURES
    | _SEE_FIGURES
    | _SEE_RETENTION
    # The second pair of eyes on who learns who reported.
    | _APPROVE_IDENTITY,
    "administrator": frozenset({ADMIN})
    | _KEEP_PEOPLE
    | _BUILD_COMPANY
    | _QUESTIONS
    | _REVIEW_QUESTIONS
    | _SETTLE
    | _REGRADE
    | _WRITE_SHEETS
    | _SEE_OBSERVATIONS
    | _ALLOW
    | _TRANSLATE
    | _PUBLISH_UNREVIEWED
    | _ENROL
    | _DESIGN_CERTIFICATES
    | _REVOKE_CERTIFICATES
    # Sees that the ledger is whole, not what it says of people.
    | _SEE_LEDGER
    # Sees what the codebook says. What binds people is HR's to write, and to know who signed.
    | _SEE_CODEBOOK,
}

_OPERATIONAL = frozenset({"trainer", "reviewer", "assessor", "site_manager"})

# Which roles the holder of a role may grant and revoke, within the unit of the own role.
GRANTS: dict[str, frozenset[str]] = {
    "hr_director": _OPERATIONAL | {"hr_officer"},
    "administrator": frozenset(PERMISSIONS),
}

# Whose account the holder may change or give a new password: whoever can do that can also sign in
# as the person, so the person's roles must lie below the own.
LOOKS_AFTER: dict[str, frozenset[str]] = {
    "hr_officer": _OPERATIONAL,
    "hr_director": _OPERATIONAL | {"hr_officer"},
    "administrator": frozenset(PERMISSIONS),
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything the roles allow together, wherever they hold."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def can_grant(own: Iterable[str], role: str) -> bool:
    """Whether somebody with these roles over a unit may grant or revoke `role` there."""
    return any(role in GRANTS.get(mine, ()) for mine in own)


def can_look_after(own: Iterable[str], role: str) -> bool:
    """Whether somebody with these roles over a unit may change the account of one who holds
    `role` there."""
    return any(role in LOOKS_AFTER.get(mine, ()) for mine in own)
