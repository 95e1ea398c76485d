"""Papers for the wall and the pocket."""

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from conduct_records.actions.print_poster import Layout, print_poster
from conduct_records.models import CodebookVersion
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.conduct_records import adopted_version, shipped_codebook
from tests.factories.people import CompanyFactory, EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)
MM = 72 / 25.4


@pytest.fixture
def version() -> CodebookVersion:
    return adopted_version(shipped_codebook())


@pytest.fixture
def manager() -> Employee:
    return holder_of(Role.SITE_MANAGER, CompanyFactory())


def pages(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("audience", ["universal", "manager", "frontline", "concierge"])
def test_each_paper_has_its_size_and_fits(
    version: CodebookVersion, manager: Employee, audience: str, language: str
) -> None:
    for layout, count, size in ((Layout.POSTER, 1, (297, 420)), (Layout.CARD, 2, (105, 148))):
        found = pages(
            print_poster(
                actor=manager, version=version, audience=audience, language=language, layout=layout
            )
        )
        assert len(found) == count
        for page in found:
            box = page.mediabox
            assert (round(box.width / MM), round(box.height / MM)) == size


def test_a_poster_has_every_rule_of_its_audience_in_both_languages(
    version: CodebookVersion, manager: Employee
) -> None:
    (page,) = pages(
        print_poster(
            actor=manager,
            version=version,
            audience="frontline",
            language="zh-hans",
            layout=Layout.POSTER,
        )
    )
    text = "".join(page.extract_text().split())
    lists = [e for e in version.codebook.lists if e.audience.code in ("universal", "frontline")]
    for rule in (rule for each in lists for rule in each.rules):
        assert rule.title.zh in text, rule.code
        assert "".join(rule.title.en.split()) in text, rule.code
    assert "以权谋私" not in text and version.content_hash in text


def test_traditional_readers_get_their_characters(
    version: CodebookVersion, manager: Employee
) -> None:
    first, __ = pages(
        print_poster(
            actor=manager,
            version=version,
            audience="manager",
            language="zh-hant",
            layout=Layout.CARD,
        )
    )
    assert "客戶" in first.extract_text()


def test_they_are_printed_at_the_desk(
    client: Client, version: CodebookVersion, manager: Employee
) -> None:
    client.force_login(manager)
    listed = client.get(reverse("conduct_records:posters"))
    address = reverse("conduct_records:poster", args=["manager", "en", "card"])
    assert address in listed.text
    response = client.get(address)
    assert response["Content-Type"] == "application/pdf" and response.content[:4] == b"%PDF"
    for wrong in (["nobody", "en", "card"], ["manager", "fr", "card"], ["manager", "en", "a9"]):
        assert client.get(reverse("conduct_records:poster", args=wrong)).status_code == 404


def test_nobody_else_prints_them(client: Client, version: CodebookVersion) -> None:
    learner = EmployeeFactory()
    with pytest.raises(NotAllowed):
        print_poster(
            actor=learner, version=version, audience="manager", language="en", layout=Layout.CARD
        )
    client.force_login(learner)
    assert client.get(reverse("conduct_records:posters")).status_code == 403


def test_without_a_codebook_the_page_says_what_comes(client: Client, manager: Employee) -> None:
    client.force_login(manager)
    assert client.get(reverse("conduct_records:posters")).status_code == 200
    address = reverse("conduct_records:poster", args=["manager", "en", "card"])
    assert client.get(address).status_code == 404
