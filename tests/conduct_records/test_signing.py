"""Signing the codebook: for oneself, on a supervisor's device, on paper."""

import io
import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from assessments.models import Question
from conduct_records.actions.sign_codebook import sign_codebook
from conduct_records.errors import NothingToSign, RulesChanged, SignatureIsFixed, Superseded
from conduct_records.models import CodebookSignature, CodebookVersion
from conduct_records.queries.reading import reading_of
from conduct_records.rules.codebook import Text
from conduct_records.rules.evidence import CODEBOOK_SIGNED
from lms.ledger.models import Entry
from lms.people.enums import Attested, Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import QuestionFactory
from tests.factories.conduct_records import (
    adopted_version,
    make_codebook,
    make_rule,
    signature_of,
)
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of
from tests.ledger.reading import said

pytestmark = pytest.mark.django_db
CODEBOOK, SIGN = reverse("conduct_records:codebook"), reverse("conduct_records:sign")
DRAWN = "M10 10L20 30L30 20L40 40L50 10L60 60L70 30"


@pytest.fixture
def version(db: None) -> CodebookVersion:
    return adopted_version()


@pytest.fixture
def guard(db: None) -> Employee:
    return EmployeeFactory.create(language="en", name="林小满")


@pytest.fixture
def officer(db: None) -> Employee:
    return holder_of(Role.HR_OFFICER, UnitFactory.create(), language="en")


def seen(employee: Employee, version: CodebookVersion) -> str:
    reading = reading_of(employee, version)
    assert reading is not None
    return reading.statement_hash


def seen_on(page: str) -> str:
    """The hash of the words that the page shows."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    return found[1] if found else ""


def post(client: Client, version: CodebookVersion, **data: object) -> str:
    given = {"version": version.number, "seen": seen_on(client.get(CODEBOOK).text)} | data
    return client.post(SIGN, given, follow=True).text


def photo() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(content, "PNG")
    return SimpleUploadedFile("签字页.png", content.getvalue(), "image/png")


def test_signing_keeps_the_words_and_writes_an_entry_with_the_versions_hash(
    client: Client, guard: Employee, version: CodebookVersion
) -> None:
    client.force_login(guard)
    page = post(client, version)
    one = CodebookSignature.objects.get()
    assert (one.employee, one.version, one.way) == (guard, version, Attested.OWN)
    assert version.content_hash in one.text and "Rule R01" in one.text
    assert Entry.objects.get(type=CODEBOOK_SIGNED).case == one.case
    assert 'id="sign"' not in page and "version 1" in page
    assert "Codebook, version 1" in client.get(reverse("home:record")).text


def test_today_says_what_waits_to_be_signed(
    client: Client, guard: Employee, version: CodebookVersion
) -> None:
    client.force_login(guard)
    assert "2 rules wait for your signature" in client.get(reverse("home:today")).text
    signature_of(guard, version)
    assert CODEBOOK not in client.get(reverse("home:today")).text


def test_a_superseded_version_is_refused_with_the_reason(
    client: Client, guard: Employee, version: CodebookVersion
) -> None:
    adopted_version(make_codebook(make_rule("Y01", points=5)))
    client.force_login(guard)
    with translation.override(guard.language):
        assert str(Superseded.message) in post(client, version).replace("&#x27;", "'")
    assert not CodebookSignature.objects.exists()
    with pytest.raises(Superseded):
        signature_of(guard, version)


def test_other_words_than_those_seen_are_not_signed(
    client: Client, guard: Employee, version: CodebookVersion
) -> None:
    client.force_login(guard)
    post(client, version, seen="0" * 64)
    before = seen(guard, version)
    guard.post = PostFactory.create(standing=Standing.MANAGER)
    guard.save(update_fields=["post"])
    post(client, version, seen=before)
    assert not CodebookSignature.objects.exists()
    with pytest.raises(RulesChanged):
        sign_codebook(actor=guard, employee=guard, version=version, seen_hash=before)


def test_what_was_signed_is_signed_once_and_never_changed(
    guard: Employee, version: CodebookVersion
) -> None:
    one = signature_of(guard, version)
    with pytest.raises(NothingToSign):
        signature_of(guard, version)
    one.text = "other words"
    with pytest.raises(SignatureIsFixed):
        one.save()


def test_nobody_signs_for_another(
    guard: Employee, officer: Employee, version: CodebookVersion
) -> None:
    with pytest.raises(NotAllowed):
        sign_codebook(
            actor=officer, employee=guard, version=version, seen_hash=seen(guard, version)
        )


@pytest.mark.parametrize("number", ["", "x", "99", "9" * 30])
def test_a_version_that_does_not_exist_is_missing(
    client: Client, guard: Employee, version: CodebookVersion, number: str
) -> None:
    client.force_login(guard)
    assert client.post(SIGN, {"version": number, "seen": ""}).status_code == 404


def test_the_check_is_answered_until_all_is_right(client: Client, guard: Employee) -> None:
    question = QuestionFactory.create()
    code = question.code
    version = adopted_version(make_codebook(), check_codes=[code])
    wording = Question.objects.get(code=code).versions.get()
    right = {str(index) for index in wording.key["right"]}
    wrong = next(str(n) for n in range(len(wording.content["options"])) if str(n) not in right)
    client.force_login(guard)
    name = f"check-{code}"
    assert name in client.get(CODEBOOK).text
    for answers in ({}, {name: wrong}, {name: "nonsense"}):
        assert "reply-off" in post(client, version, **answers)
    assert not CodebookSignature.objects.exists()
    post(client, version, **{name: sorted(right)})
    assert CodebookSignature.objects.exists()


def test_on_the_device_a_signature_is_drawn_and_the_witness_named(
    client: Client, version: CodebookVersion
) -> None:
    manager = holder_of(Role.SITE_MANAGER, UnitFactory.create())
    cleaner = EmployeeFactory.create(unit=manager.unit, password=None, language="en")
    client.force_login(manager)
    client.post(f"/desk/attended/{cleaner.pk}/")
    assert "signature-pad" in client.get(CODEBOOK).text
    post(client, version)
    assert not CodebookSignature.objects.exists()
    post(client, version, signature=DRAWN)
    one = CodebookSignature.objects.get()
    assert (one.employee, one.way, one.signature) == (cleaner, Attested.ATTENDED, DRAWN)
    assert one.attended is not None and one.attended.witness == manager
    assert "version 1" in client.get("/attended/end/").text


def enter(client: Client, officer: Employee, employee: Employee, **data: object) -> str:
    client.force_login(officer)
    address = reverse("conduct_records:enter-paper", args=[employee.pk])
    entry = {
        "seen": seen_on(client.get(address).text),
        "signed_on": timezone.localdate().isoformat(),
        "scan": photo(),
    }
    return client.post(address, entry | data, follow=True).text


def test_paper_is_entered_with_its_scan(
    client: Client, officer: Employee, version: CodebookVersion
) -> None:
    cleaner = EmployeeFactory.create(unit=officer.unit, password=None)
    page = enter(client, officer, cleaner)
    one = CodebookSignature.objects.get()
    assert (one.employee, one.way, one.entered_by) == (cleaner, Attested.PAPER, officer)
    (entry,) = said(CODEBOOK_SIGNED)
    assert entry.values["scan_hash"] == sha256(one.scan.read()).hexdigest()
    address = reverse("conduct_records:scan", args=[one.pk])
    assert address in page
    stranger = holder_of(Role.HR_OFFICER, UnitFactory.create())
    learner = EmployeeFactory.create(unit=officer.unit)
    for viewer, status in ((officer, 200), (cleaner, 200), (stranger, 404), (learner, 404)):
        client.force_login(viewer)
        assert client.get(address).status_code == status
    client.force_login(stranger)
    assert client.get(reverse("conduct_records:signer", args=[cleaner.pk])).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"scan": SimpleUploadedFile("签字页.exe", b"MZ")},
        {"scan": ""},
        {"signed_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
        {"signed_on": (timezone.localdate() - timedelta(days=2)).isoformat()},
        {"signed_on": "2001-01-01"},
        {"signed_on": "2026-02-30"},
        {"seen": "0" * 64},
    ],
)
def test_what_is_wrong_with_a_paper_is_said_and_nothing_is_kept(
    client: Client, officer: Employee, version: CodebookVersion, data: dict[str, object]
) -> None:
    cleaner = EmployeeFactory.create(unit=officer.unit, password=None)
    assert "error" in enter(client, officer, cleaner, **data)
    assert not CodebookSignature.objects.exists()


def test_words_of_another_version_are_new_to_sign(
    guard: Employee, version: CodebookVersion
) -> None:
    signature_of(guard, version)
    later = adopted_version(
        make_codebook(make_rule("Y01", explanation=Text("新的说法", "The new words")))
    )
    assert signature_of(guard, later).version == later
