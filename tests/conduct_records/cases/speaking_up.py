"""Somebody who reports without their name, as a browser would, for tests."""

import re
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.ask_reporter import ask_reporter
from conduct_records.actions.cases.report_anonymously import AnonymousReport, report_anonymously
from conduct_records.models import Incident, ReportMessage
from conduct_records.rules.cases.reporter_codes import new_code
from lms.notify.models import Notice
from lms.people.models import Employee, Unit

CODE = re.compile(r'id="code-itself"[^>]*>\s*([0-9A-Z-]+)')


def spoken_up(unit: Unit | None, code: str = "", **said: Any) -> Incident:
    given: dict[str, Any] = {
        "code": code or new_code(),
        "what": "夜班时有人把监控转开，搬走两箱物资。",
        "place": "地下一层库房",
        "unit": unit,
        "happened_at": timezone.now(),
    }
    return report_anonymously(report=AnonymousReport(**given | said))


def asked(incident: Incident, actor: Employee, text: str = "是几号楼？") -> ReportMessage:
    return ask_reporter(actor=actor, incident=incident, text=text, form_id=uuid4())


def told(person: Employee) -> list[str]:
    return [each.url for each in Notice.objects.filter(recipient_id=person.pk)]


class Reporter:
    """`about` goes with every request, such as the address it comes from."""

    def __init__(self, client: Client | None = None, **about: Any) -> None:
        self.client, self.about = client or Client(), about
        self.code = ""

    def get(self, name: str) -> Any:
        return self.client.get(reverse(f"conduct_records:{name}"), **self.about)

    def send(self, name: str, **given: Any) -> Any:
        return self.client.post(reverse(f"conduct_records:{name}"), given, **self.about)

    def form(self, **given: Any) -> dict[str, Any]:
        """Filled in."""
        ticket = self.get("speak-up").context["form"]["ticket"].value()
        said = {
            "ticket": ticket,
            "what": "夜班时有人把监控转开，搬走两箱物资。",
            "place": "地下一层库房",
            "day": f"{timezone.localdate():%Y-%m-%d}",
            "clock": "00:00",
        }
        return said | given

    def report(self, **given: Any) -> Any:
        answer = self.send("speak-up", **self.form(**given))
        if found := CODE.search(answer.text):
            self.code = found[1]
        return answer

    def look(self, code: str = "") -> Any:
        return self.send("speak-up-follow", code=code or self.code)

    def say(self, text: str, **given: Any) -> HttpResponse:
        said = {"code": self.code, "form_id": uuid4(), "text": text}
        answer: HttpResponse = self.send("speak-up-answer", **said | given)
        return answer
