"""What somebody in the demo company reported without a name, and what was asked and answered."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid5

from conduct_records.actions.cases.answer_as_reporter import answer_as_reporter
from conduct_records.actions.cases.ask_reporter import ask_reporter
from conduct_records.actions.cases.draw_photos import drawn_photos
from conduct_records.actions.cases.report_anonymously import AnonymousReport, report_anonymously
from conduct_records.models import Incident
from conduct_records.queries.cases.channel import incident_of
from conduct_records.rules.cases.reporter_codes import code_in
from lms.demo import clock
from lms.demo.files import CONTENT, read
from lms.demo.stories import EVIDENCE, FORMS, person
from lms.people.models import Unit

Row = dict[str, Any]


def load_anonymous_reports() -> None:
    """Add those that are missing; one that stands already is left to those who went on with it."""
    for row in read(CONTENT / "speak-up.yaml"):
        code = code_in(row["code"])
        assert code is not None, row["code"]
        if incident_of(code) is None:
            _report(row, code)


def _report(row: Row, code: str) -> None:
    happened_at: datetime = clock.from_today(*row["happened"])
    files = [BytesIO((EVIDENCE / name).read_bytes()) for name in row.get("photos", ())]
    told = AnonymousReport(
        code=code,
        what=row["what"].strip(),
        place=row["place"],
        unit=Unit.objects.get(code=row["unit"]),
        happened_at=happened_at,
        photos=drawn_photos(files),
    )
    with clock.at(clock.from_today(row["day"], row["time"])):
        incident = report_anonymously(report=told)
    for number, message in enumerate(row.get("messages", ())):
        with clock.at(clock.from_today(message["day"], message["time"])):
            _write(incident, code, message, number)


def _write(incident: Incident, code: str, row: Row, number: int) -> None:
    form_id = uuid5(FORMS, f"{code}/{number}")
    if "by" in row:
        by = person(row["by"])
        ask_reporter(actor=by, incident=incident, text=row["text"], form_id=form_id)
    else:
        answer_as_reporter(code=code, text=row["text"], form_id=form_id, photos={})
