"""Filling in the forms of steps, for tests."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from conduct_records.models import Case
from conduct_records.rules.cases.purposes import SUPERVISING
from conduct_records.rules.cases.step_content import content_of
from lms.people.models import Employee


class Desk:
    """Somebody at the desk of a case, filling in forms."""

    def __init__(self, case: Case, actor: Employee) -> None:
        self.case, self.client = case, Client()
        Employee.objects.filter(pk=actor.pk).update(language="en")
        self.client.force_login(actor)

    def url(self, kind: str) -> str:
        return reverse("conduct_records:case-step", args=[self.case.pk, kind])

    def form(self, kind: str) -> dict[str, Any]:
        """What the form holds when it is opened."""
        response = self.client.get(self.url(kind))
        assert response.status_code == 200, response.content.decode()
        form = response.context["form"]
        given = {name: form[name].value() for name in form.fields}
        return {name: value for name, value in given.items() if value not in (None, "")}

    def send(self, kind: str, **given: Any) -> HttpResponse:
        answer: Any = self.client.post(self.url(kind), self.form(kind) | given)
        return answer

    def again(self, kind: str, form: dict[str, Any]) -> HttpResponse:
        answer: Any = self.client.post(self.url(kind), form)
        return answer


def opened(client: Client, address: str, purpose: str = SUPERVISING) -> Any:
    """What somebody gets to see there, who says what for where they are asked."""
    answer: Any = client.get(address)
    if answer.status_code == 302 and "/purpose/" in answer.url:
        assert client.post(answer.url, {"purpose": purpose}).status_code == 302
        answer = client.get(address)
    return answer


def taken(case: Case, content: type[Any]) -> Any:
    last = case.steps.order_by("number").last()
    assert last is not None
    found = content_of(last.kind, last.data)
    assert isinstance(found, content)
    return found


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
