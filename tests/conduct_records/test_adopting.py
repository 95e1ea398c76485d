"""From draft to version: every reason against it, the record, the papers; and then nothing changes
any more, whoever tries."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from assessments.enums import Kind, QuestionState
from conduct_records.actions.adopt_codebook import adopt_codebook
from conduct_records.actions.save_adoption_record import save_adoption_record
from conduct_records.actions.save_draft import save_draft
from conduct_records.actions.start_draft import start_draft
from conduct_records.enums import CodebookState, DocumentKind
from conduct_records.errors import CannotAdopt, NoDraft, UnknownQuestion, VersionIsFixed
from conduct_records.models import (
    AdoptionDocument,
    CodebookDraft,
    CodebookVersion,
    DraftDocument,
)
from conduct_records.queries.versions import state_of
from conduct_records.rules import lifecycle
from conduct_records.rules.codebook import Line
from lms.ledger.actions.install_triggers import install_triggers, lift_triggers
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Fault
from lms.people.enums import Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from tests.factories.assessments import QuestionFactory, put_in_use
from tests.factories.conduct_records import (
    adopted_version,
    consulted_draft,
    make_codebook,
    make_rule,
    signature_of,
)
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CHECKED = "conduct_records.forms.adoption.check_document"


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def director(site: Unit) -> Employee:
    return holder_of(Role.HR_DIRECTOR, site, language="en")


@pytest.fixture
def desk(client: Client, director: Employee) -> Client:
    client.force_login(director)
    return client


def reasons(actor: Employee) -> list[str]:
    seen = CodebookDraft.objects.get().codebook.content_hash
    with pytest.raises(CannotAdopt) as refused:
        adopt_codebook(actor=actor, seen_hash=seen)
    assert CodebookDraft.objects.exists()
    assert not CodebookVersion.objects.filter(number=CodebookDraft.objects.get().number).exists()
    return refused.value.reasons


class TestReasons:
    @pytest.mark.parametrize(
        ("rules", "reason"),
        [
            ([make_rule("Y01", lists={})], "Rule Y01 binds nobody: give it an audience."),
            (
                [make_rule("Y01"), make_rule("Y02")],
                "Two rules are number 1 of Yellow line · All staff: Y01, Y02.",
            ),
            (
                [make_rule("Y01"), make_rule("Y01", lists={"manager": 1})],
                "Two rules have the code Y01.",
            ),
            (
                [make_rule("Y01", lists={"guests": 1})],
                "Rule Y01 names an unknown audience: guests.",
            ),
        ],
    )
    def test_what_the_rules_lack(self, director: Employee, rules: Any, reason: str) -> None:
        consulted_draft(make_codebook(*rules))
        assert in_english(reasons, director) == [reason]

    @pytest.mark.parametrize("kind", DocumentKind)
    def test_a_missing_document(self, director: Employee, kind: DocumentKind) -> None:
        consulted_draft(make_codebook()).documents.filter(kind=kind).delete()
        (reason,) = in_english(reasons, director)
        assert reason.startswith("A document is missing: ")

    @pytest.mark.parametrize(
        ("record", "reason"),
        [
            ({"effective_on": -1}, "It cannot be in force from a day in the past."),
            ({"published_on": 3}, "It is published before it is in force."),
            ({"discussed_on": 1}, "The staff discussion is still to come."),
            ({"union_on": 1}, "The union consultation is still to come."),
        ],
    )
    def test_days_that_cannot_be(
        self, director: Employee, record: dict[str, int], reason: str
    ) -> None:
        today = timezone.localdate()
        days = {name: today + timedelta(days=value) for name, value in record.items()}
        if record.get("effective_on"):
            days["published_on"] = days["effective_on"]
        consulted_draft(make_codebook(), **days)
        assert in_english(reasons, director) == [reason]

    def test_every_reason_at_once(self, director: Employee) -> None:
        start_draft(actor=director, content=make_codebook(make_rule("Y01", lists={})))
        assert len(reasons(director)) == 1 + 1 + len(DocumentKind) + 2

    def test_not_before_the_version_it_follows(self, director: Employee) -> None:
        later = timezone.localdate() + timedelta(days=9)
        adopted_version(make_codebook(), effective_on=later)
        consulted_draft(effective_on=later)
        assert in_english(reasons, director) == ["It is in force later than version 1."]

    def test_not_what_was_changed_since_it_was_seen(self, director: Employee) -> None:
        seen = consulted_draft(make_codebook()).codebook.content_hash
        save_draft(actor=director, content=make_codebook(make_rule("Y07")))
        with pytest.raises(CannotAdopt):
            adopt_codebook(actor=director, seen_hash=seen)

    def test_a_question_that_is_gone(self, director: Employee) -> None:
        question = QuestionFactory.create()
        consulted_draft(make_codebook(), check_codes=[question.code])
        put_in_use(question, QuestionState.RETIRED)
        (reason,) = reasons(director)
        assert question.code in reason

    @pytest.mark.parametrize("role", [Role.HR_OFFICER, Role.ADMINISTRATOR, Role.SITE_MANAGER])
    def test_only_the_director(self, site: Unit, role: Role) -> None:
        seen = consulted_draft(make_codebook()).codebook.content_hash
        with pytest.raises(NotAllowed):
            adopt_codebook(actor=holder_of(role, site), seen_hash=seen)

    def test_without_a_draft(self, director: Employee) -> None:
        with pytest.raises(NoDraft):
            adopt_codebook(actor=director, seen_hash="")


def in_english(asked: Any, *args: Any) -> list[str]:
    from django.utils import translation

    with translation.override("en"):
        found: list[str] = asked(*args)
    return found


class TestAdopting:
    def test_from_the_page(self, desk: Client, director: Employee) -> None:
        draft = consulted_draft(make_codebook(), discussion="多数赞成", union_reply="同意")
        book, papers = draft.codebook, set(draft.documents.values_list("file", "sha256", "kind"))
        page = desk.get(reverse("codebook:adopt"))
        assert page.context["reasons"] == []
        sent = {"seen": page.context["form"]["seen"].value(), "sure": "on"}
        response = desk.post(reverse("codebook:adopt"), sent)
        assert response.url == reverse("codebook:version", args=[1])
        version = CodebookVersion.objects.get()
        assert (version.codebook, version.content_hash) == (book, book.content_hash)
        assert (version.adopted_by, version.discussion) == (director, "多数赞成")
        assert set(version.documents.values_list("file", "sha256", "kind")) == papers
        assert not CodebookDraft.objects.exists()
        shown = desk.get(response.url).content.decode()
        assert version.content_hash in shown and "多数赞成" in shown and "of the ledger" in shown
        assert verify().findings == []

    def test_nobody_adopts_by_mistake(self, desk: Client) -> None:
        seen = consulted_draft(make_codebook()).codebook.content_hash
        assert desk.post(reverse("codebook:adopt"), {"seen": seen}).status_code == 200
        assert not CodebookVersion.objects.exists()

    def test_the_page_says_every_reason(self, desk: Client, director: Employee) -> None:
        start_draft(actor=director, content=make_codebook())
        page = desk.get(reverse("codebook:adopt"))
        text = page.content.decode()
        assert all(reason in text for reason in page.context["reasons"])
        seen = page.context["form"]["seen"].value()
        again = desk.post(reverse("codebook:adopt"), {"seen": seen, "sure": "on"})
        assert again.context["reasons"] == page.context["reasons"] != []

    def test_an_officer_looks_and_cannot_press(self, client: Client, site: Unit) -> None:
        seen = consulted_draft(make_codebook()).codebook.content_hash
        client.force_login(holder_of(Role.HR_OFFICER, site))
        url = reverse("codebook:adopt")
        assert 'name="sure"' not in client.get(url).content.decode()
        client.post(url, {"seen": seen, "sure": "on"})
        assert not CodebookVersion.objects.exists()

    def test_who_has_to_sign_again(self, desk: Client, site: Unit) -> None:
        manager = EmployeeFactory.create(
            unit=site, post=PostFactory.create(standing=Standing.MANAGER)
        )
        guard = EmployeeFactory.create(unit=site)
        version = adopted_version(
            make_codebook(make_rule("Y01"), make_rule("R01", Line.RED, lists={"manager": 1}))
        )
        for employee in (manager, guard):
            signature_of(employee, version)
        consulted_draft(
            make_codebook(
                make_rule("Y01"), make_rule("R01", Line.RED, lists={"manager": 1}, points=9)
            )
        )
        counts = {
            each.standing: (each.people, each.asked)
            for each in desk.get(reverse("codebook:adopt")).context["signers"]
        }
        # The director, who asks, has signed nothing yet.
        assert counts == {Standing.MANAGER: (1, 1), Standing.FRONTLINE: (2, 1)}


class TestFixed:
    """An adopted version: no form, no method, no query changes it; the database refuses."""

    @pytest.fixture
    def version(self) -> CodebookVersion:
        return adopted_version(make_codebook())

    def test_there_is_no_form(self, desk: Client, version: CodebookVersion) -> None:
        url = reverse("codebook:version", args=[version.number])
        before = CodebookVersion.objects.values().get()
        assert desk.post(url, {"content": "{}"}).status_code == 405
        assert CodebookVersion.objects.values().get() == before
        for name in ("codebook:edit", "codebook:delete"):
            with pytest.raises(NoReverseMatch):
                reverse(name, args=[version.pk])

    def test_the_model_says_why(self, version: CodebookVersion) -> None:
        version.content = make_codebook(make_rule("Y99")).as_json()
        paper = version.documents.all()[0]
        rows: list[Any] = [
            version.save,
            version.delete,
            lambda: CodebookVersion.objects.update(number=7),
            lambda: CodebookVersion.objects.all().delete(),
            paper.save,
            lambda: AdoptionDocument.objects.update(name="x"),
        ]
        for change in rows:
            with pytest.raises(VersionIsFixed, match=r"never|不"):
                change()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE conduct_records_codebookversion SET content = '{}'",
            "UPDATE conduct_records_codebookversion SET effective_on = '2020-01-01'",
            "DELETE FROM conduct_records_codebookversion",
            "UPDATE conduct_records_adoptiondocument SET sha256 = ''",
            "DELETE FROM conduct_records_adoptiondocument",
        ],
    )
    @pytest.mark.usefixtures("version")
    def test_the_database_refuses(self, statement: str) -> None:
        before = list(CodebookVersion.objects.values())
        with (
            pytest.raises(IntegrityError, match="evidence is never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert list(CodebookVersion.objects.values()) == before

    def test_what_is_altered_past_the_database_is_found(self, version: CodebookVersion) -> None:
        content = json.dumps(version.content | {"title": {"zh": "改过", "en": ""}})
        with transaction.atomic(), connection.cursor() as cursor:
            connection.check_constraints()  # PostgreSQL alters no table while some wait
            lift_triggers(connection, "conduct_records_codebookversion")
            cursor.execute("UPDATE conduct_records_codebookversion SET content = %s", [content])
            connection.check_constraints()
            install_triggers()
            assert verify().first_bad.fault is Fault.ROW_ALTERED
            transaction.set_rollback(True)

    def test_what_it_is_follows_from_the_day(self) -> None:
        today = timezone.localdate()
        first = adopted_version(make_codebook())
        second = adopted_version(effective_on=today + timedelta(days=5))

        def states(day: date) -> list[CodebookState]:
            return [state_of(each, [first, second], day) for each in (first, second)]

        assert states(today) == [CodebookState.IN_FORCE, CodebookState.ADOPTED]
        later = today + timedelta(days=5)
        assert states(later) == [CodebookState.SUPERSEDED, CodebookState.IN_FORCE]

    def test_the_table_of_states_is_whole(self) -> None:
        reached = {lifecycle.START} | {move.target for move in lifecycle.TRANSITIONS}
        assert reached == set(CodebookState) == set(lifecycle.OWNERS)


class TestRecord:
    @pytest.fixture(autouse=True)
    def draft(self, director: Employee) -> CodebookDraft:
        return start_draft(actor=director, content=make_codebook())

    def test_days_texts_and_the_short_check(self, desk: Client) -> None:
        question = QuestionFactory.create(version__kind=Kind.TRUE_FALSE)
        sent = {
            "discussed_on": "2026-10-01",
            "discussion": "多数赞成",
            "union_on": "2026-10-09",
            "union_reply": "",
            "published_on": "",
            "effective_on": "2027-01-01",
            "check_codes": [question.code],
        }
        assert desk.post(reverse("codebook:record"), sent).status_code == 302
        draft = CodebookDraft.objects.get()
        assert draft.state is CodebookState.CONSULTED
        assert (draft.discussed_on, draft.effective_on) == (date(2026, 10, 1), date(2027, 1, 1))
        assert draft.check_codes == [question.code]
        page = desk.get(reverse("codebook:record")).content.decode()
        assert 'value="2026-10-01"' in page and "多数赞成" in page

    def test_a_day_that_is_none_comes_back_with_the_rest(self, desk: Client) -> None:
        sent = {"discussed_on": "soon", "discussion": "多数赞成"}
        response = desk.post(reverse("codebook:record"), sent)
        assert list(response.context["form"].errors) == ["discussed_on"]
        assert "多数赞成" in response.content.decode()

    def test_no_check_that_nobody_could_answer(self, director: Employee) -> None:
        retired = put_in_use(QuestionFactory.create(), QuestionState.RETIRED)
        reasoned = QuestionFactory.create(
            version__kind=Kind.TRUE_FALSE, version__content={"asks_reason": True}
        )
        written = QuestionFactory.create(version__kind=Kind.SHORT_TEXT)
        for code in ("nothing", retired.code, reasoned.code, written.code):
            with pytest.raises(UnknownQuestion):
                save_adoption_record(actor=director, record={"check_codes": [code]})


class TestDocuments:
    @pytest.fixture(autouse=True)
    def draft(self, director: Employee) -> CodebookDraft:
        return start_draft(actor=director, content=make_codebook())

    def test_put_there_fetched_and_removed(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        monkeypatch.setattr(CHECKED, lambda file, name: None)
        file = SimpleUploadedFile("会议记录.pdf", PDF)
        response = desk.post(reverse("codebook:documents"), {"kind": "discussion", "file": file})
        assert response.status_code == 302
        paper = DraftDocument.objects.get()
        assert (paper.kind, paper.name) == ("discussion", "会议记录.pdf")
        assert paper.sha256 == hashlib.sha256(PDF).hexdigest()
        got = desk.get(reverse("codebook:draft_document", args=[paper.pk]))
        assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
        assert "attachment" in got.headers["Content-Disposition"]
        storage, name = paper.file.storage, paper.file.name
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(reverse("codebook:remove_document", args=[paper.pk]))
        assert not DraftDocument.objects.exists()
        assert not storage.exists(name)

    @pytest.mark.parametrize(
        ("name", "content"),
        [("minutes.pdf", b"MZ not a pdf"), ("minutes.exe", PDF), ("minutes.exe.pdf", PDF)],
    )
    def test_what_is_no_document_is_refused(self, desk: Client, name: str, content: bytes) -> None:
        file = SimpleUploadedFile(name, content)
        response = desk.post(reverse("codebook:documents"), {"kind": "union", "file": file})
        assert list(response.context["form"].errors) == ["file"]
        assert not DraftDocument.objects.exists()

    def test_a_versions_papers_for_who_may_see_them(self, client: Client, site: Unit) -> None:
        CodebookDraft.objects.all().delete()
        paper = adopted_version(make_codebook()).documents.all()[0]
        url = reverse("codebook:document", args=[paper.pk])
        client.force_login(holder_of(Role.TRAINER, site))
        assert client.get(url).status_code in (302, 403)
        client.force_login(holder_of(Role.ADMINISTRATOR, site))
        assert client.get(url).status_code == 200
