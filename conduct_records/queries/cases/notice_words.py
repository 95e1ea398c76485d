"""What a notice is called and how it is numbered, in both languages. Its sentences stand in the
templates below `conduct_records/notices/`, one set a language."""

from django.utils.translation import override

from conduct_records.models import Notice
from conduct_records.queries.cases.words import ACTS, GROUNDS
from conduct_records.queries.words import LINES, SANCTIONS
from conduct_records.rules.cases.steps import Ground, UnlawfulAct
from conduct_records.rules.codebook import Line, Sanction

CHINESE, ENGLISH = "zh-hans", "en"
TITLES = {
    "allegation": {"zh": "告知书", "en": "Notice of allegation"},
    "decision": {"zh": "决定书", "en": "Notice of decision"},
    "appeal": {"zh": "申诉裁决书", "en": "Decision on the appeal"},
    "commendation": {"zh": "嘉奖书", "en": "Commendation"},
}
ISSUERS = {
    "allegation": {"zh": "签发人", "en": "Issued by"},
    "decision": {"zh": "决定人", "en": "Decided by"},
    "appeal": {"zh": "裁决人", "en": "Decided by"},
    "commendation": {"zh": "签发人", "en": "Issued by"},
}
# Stands in the number of a notice: 2026-0147-决-1.
SIGNS = {"allegation": "告", "decision": "决", "appeal": "诉", "commendation": "嘉"}


def number_of(notice: Notice) -> str:
    """What people call the paper by."""
    return f"{notice.content['case']}-{SIGNS[notice.kind]}-{notice.number}"


def _words(found: object, language: str) -> str:
    with override(ENGLISH if language == "en" else CHINESE):
        return str(found)


def line_word(line: str, language: str) -> str:
    return _words(LINES[Line(line)], language)


def sanction_word(sanction: str, language: str) -> str:
    return _words(SANCTIONS[Sanction(sanction)], language)


def ground_word(ground: str, language: str) -> str:
    return _words(GROUNDS[Ground(ground)], language)


def act_word(act: str, language: str) -> str:
    return _words(ACTS[UnlawfulAct(act)], language)
