"""Importing: what becomes of each question, and that nothing is written twice or in silence."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from assessments.actions.import_questions import import_questions
from assessments.actions.save_question import save_question
from assessments.enums import ExchangeFormat, Kind, QuestionState
from assessments.errors.exchange import StrictImportRefused
from assessments.models import Category, Question, QuestionVersion
from assessments.policies.bank import check_can_review
from assessments.queries import questions
from assessments.queries.exchange import exchanged
from assessments.rules.exchange import formats
from assessments.rules.exchange.codes import derived, fits, language_of, with_digest
from assessments.rules.exchange.questions import ExchangedQuestion, Picture, Source
from assessments.rules.exchange.report import Came, Report
from assessments.rules.wording import Wording
from lms.files.models import Picture as StoredPicture
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import CategoryFactory, QuestionFactory, SkillFactory
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

WORDING = Wording(
    kind=Kind.SINGLE_CHOICE,
    stem="茶水几分满？",
    content={"options": ["五分", "七分"]},
    key={"right": [1]},
    marks=2,
)
ASKED = ExchangedQuestion(WORDING, code="T-1")
GIFT = """$CATEGORY: 服务/前台

::茶水::茶水几分满？{=七分 ~五分}

::坏的::问到一半{=甲 ~乙

::Knock::Do you knock first?{T}
"""


def png(colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 4), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def trainer(db: None) -> Employee:
    return holder_of(Role.TRAINER, UnitFactory.create())


def taken(trainer: Employee, *asked: ExchangedQuestion, **more: Any) -> Report:
    source = Source(formats.write(ExchangeFormat.JSON, asked).content)
    options = {"is_dry_run": False} | more
    return import_questions(actor=trainer, source=source, format=ExchangeFormat.JSON, **options)


def gift(trainer: Employee, text: str = GIFT, **more: Any) -> Report:
    options = {"is_dry_run": False} | more
    source = Source(text.encode())
    return import_questions(actor=trainer, source=source, format=ExchangeFormat.GIFT, **options)


class TestCodes:
    @pytest.mark.parametrize("name", ["", "题目", "Tea & Cups — 1", "x" * 90, "-_-"])
    def test_a_derived_code_fits_and_is_the_same_each_time(self, name: str) -> None:
        asked = replace(ASKED, code="")
        assert fits(derived(asked, name))
        assert derived(asked, name) == derived(replace(asked, tags=("t",)), name)
        other = replace(asked, wording=replace(WORDING, marks=3))
        assert derived(other, name) != derived(asked, name)

    def test_its_head_is_readable(self) -> None:
        assert with_digest("Tea & Cups", "x", longest=30).startswith("tea-cups-")

    def test_the_language_is_that_of_the_words(self) -> None:
        assert language_of(WORDING) == "zh-hans"
        assert language_of(Wording(Kind.TRUE_FALSE, "Do you knock?", {}, {"right": True})) == "en"


class TestOneByOne:
    def test_new_ones_are_drafts_that_somebody_else_reviews(self, trainer: Employee) -> None:
        report = gift(trainer)
        assert [each.came for each in report.taken] == [Came.NEW, Came.NEW]
        (refused,) = report.refused
        assert refused.line and refused.reason
        for question in Question.objects.all():
            assert question.state == QuestionState.DRAFT
            with pytest.raises(NotAllowed):
                check_can_review(trainer, question, question.current_version)
        kept = Question.objects.get(language="zh-hans")
        assert (kept.category.name, kept.category.parent.name) == ("前台", "服务")  # type: ignore[union-attr]
        assert Question.objects.get(language="en").current_version.kind == Kind.TRUE_FALSE

    def test_twice_is_once(self, trainer: Employee) -> None:
        gift(trainer)
        again = gift(trainer)
        assert [each.came for each in again.taken] == [Came.UNCHANGED] * 2
        assert (Question.objects.count(), Category.objects.count()) == (2, 2)
        assert QuestionVersion.objects.count() == 2

    def test_a_dry_run_writes_nothing_and_says_the_same(self, trainer: Employee) -> None:
        dry = gift(trainer, is_dry_run=True)
        assert not Question.objects.exists() and not Category.objects.exists()
        assert gift(trainer).as_json() == dry.as_json()

    def test_strict_is_all_or_nothing(self, trainer: Employee) -> None:
        for is_dry_run in (True, False):
            with pytest.raises(StrictImportRefused) as refusal:
                gift(trainer, is_strict=True, is_dry_run=is_dry_run)
            assert len(refusal.value.report.refused) == 1
        assert not Question.objects.exists()
        good = GIFT.replace("~乙", "~乙}")
        assert len(gift(trainer, good, is_strict=True).taken) == 3

    def test_where_a_file_names_no_category(self, trainer: Employee) -> None:
        gift(trainer, "::A::A?{T}", category=("甲", "乙"))
        assert Question.objects.get().category == Category.objects.get(name="乙")
        assert Category.objects.get(name="乙").parent == Category.objects.get(name="甲")

    def test_what_was_edited_here_stays(self, trainer: Employee) -> None:
        gift(trainer, "::A::A?{T}")
        kept = Question.objects.get()
        edited = replace(kept.current_version.wording, explanation="Why")
        save_question(actor=trainer, question=kept, code="", wording=edited)
        (again,) = gift(trainer, "::A::A?{T}").taken
        assert again.came == Came.UNCHANGED and again.losses
        assert kept.versions.count() == 2

    def test_new_hires_import_nothing(self, db: None) -> None:
        with pytest.raises(NotAllowed):
            gift(EmployeeFactory.create())


class TestGivenCodes:
    def test_other_words_make_the_next_version(self, trainer: Employee) -> None:
        taken(trainer, ASKED)
        (again,) = taken(trainer, replace(ASKED, wording=replace(WORDING, marks=3))).taken
        assert (again.code, again.came) == ("T-1", Came.VERSION)
        assert Question.objects.get().current_version.marks == 3

    def test_another_place_moves_the_question(self, trainer: Employee) -> None:
        taken(trainer, ASKED)
        (again,) = taken(trainer, replace(ASKED, tags=("茶",), difficulty=3)).taken
        kept = Question.objects.get()
        assert again.came == Came.MOVED and kept.versions.count() == 1
        assert (kept.difficulty, [tag.name for tag in kept.tags.all()]) == (3, ["茶"])

    def test_a_code_of_another_kind_makes_way(self, trainer: Employee) -> None:
        QuestionFactory.create(code="T-1", version__kind=Kind.ESSAY)
        (found,) = taken(trainer, ASKED).taken
        assert found.code != "T-1" and "T-1" in found.losses[0]
        (again,) = taken(trainer, ASKED).taken
        assert (again.code, again.came) == (found.code, Came.UNCHANGED)

    def test_a_code_twice_in_a_file(self, trainer: Employee) -> None:
        other = replace(ASKED, wording=replace(WORDING, stem="另一题？"))
        first, second, third = taken(trainer, ASKED, other, ASKED).taken
        assert first.code == "T-1" and second.code != "T-1" and second.losses
        assert (third.code, third.came) == ("T-1", Came.UNCHANGED) and third.losses
        assert Question.objects.count() == 2

    def test_a_code_that_does_not_fit(self, trainer: Employee) -> None:
        (found,) = taken(trainer, replace(ASKED, code="题 1")).taken
        assert fits(found.code) and found.losses

    def test_what_the_bank_does_not_know_is_a_loss(self, trainer: Employee) -> None:
        asked = replace(ASKED, skill="nowhere", tags=("x" * 101,))
        (found,) = taken(trainer, asked).taken
        assert len(found.losses) == 2
        assert Question.objects.get().skill is None


class TestPictures:
    def test_a_picture_is_kept_once(self, trainer: Employee) -> None:
        shown = replace(WORDING, picture_alt="一张图")
        one = replace(ASKED, wording=shown, picture=Picture("a.png", png()))
        two = replace(one, code="T-2", wording=replace(shown, stem="几张？"))
        taken(trainer, one, two)
        assert [each.came for each in taken(trainer, one, two).taken] == [Came.UNCHANGED] * 2
        assert StoredPicture.objects.count() == 1
        assert Question.objects.get(code="T-2").current_version.picture_alt == "一张图"

    def test_one_without_words_gets_its_name_and_a_loss(self, trainer: Employee) -> None:
        (found,) = taken(trainer, replace(ASKED, picture=Picture("杯.png", png()))).taken
        assert len(found.losses) == 1
        assert Question.objects.get().current_version.picture_alt == "杯.png"

    def test_a_broken_one_refuses_the_question(self, trainer: Employee) -> None:
        bad = replace(ASKED, picture=Picture("a.png", b"GIF89a nothing"))
        report = taken(trainer, bad, replace(ASKED, code="T-2"))
        assert [each.name for each in report.refused] and "a.png" in report.refused[0].reason
        assert [each.code for each in report.taken] == ["T-2"]


class TestWhatAFormatLeavesOut:
    """A file that cannot say something takes nothing of it away."""

    @pytest.mark.parametrize("format", [ExchangeFormat.GIFT, ExchangeFormat.XLSX])
    @pytest.mark.parametrize("marks", [2, 3])
    def test_a_picture_stays(self, trainer: Employee, format: str, marks: int) -> None:
        shown = replace(WORDING, picture_alt="一张图")
        taken(trainer, replace(ASKED, wording=shown, picture=Picture("a.png", png())))
        kept = Question.objects.get()
        picture = kept.current_version.picture
        changed = replace(ASKED, wording=replace(WORDING, marks=marks))
        source = Source(formats.write(format, [changed]).content)
        import_questions(actor=trainer, source=source, format=format, is_dry_run=False)
        version = Question.objects.get().current_version
        assert (version.number, version.marks) == (marks - 1, marks)
        assert (version.picture, version.picture_alt) == (picture, "一张图")

    def test_a_picture_that_was_taken_out_goes(self, trainer: Employee) -> None:
        taken(trainer, replace(ASKED, picture=Picture("a.png", png())))
        taken(trainer, ASKED)
        assert Question.objects.get().current_version.picture is None

    @pytest.mark.parametrize("marks", [2, 3])
    @pytest.mark.parametrize(
        "place", [{"category": ("乙",)}, {"tags": ("乙",)}, {"difficulty": 3}, {"language": "en"}]
    )
    def test_another_place_is_said(
        self, trainer: Employee, place: dict[str, Any], marks: int
    ) -> None:
        asked = replace(ASKED, category=("甲",), tags=("甲",))
        taken(trainer, asked)
        wording = replace(WORDING, marks=marks)
        for more, count in (({}, 0), (place, 1)):
            told = replace(asked, wording=wording, **more)
            source = Source(formats.write(ExchangeFormat.GIFT, [told]).content)
            report = import_questions(actor=trainer, source=source, format=ExchangeFormat.GIFT)
            (found,) = report.taken
            assert len(found.losses) == count

    def test_a_place_that_is_not_told_is_no_loss(self, trainer: Employee) -> None:
        taken(trainer, replace(ASKED, category=("甲",), tags=("甲",), difficulty=3))
        source = Source(formats.write(ExchangeFormat.GIFT, [ASKED]).content)
        for category in ((), ("乙",)):
            (found,) = import_questions(
                actor=trainer, source=source, format=ExchangeFormat.GIFT, category=category
            ).taken
            assert (found.came, found.losses) == (Came.UNCHANGED, ())


class TestOutAndIn:
    """What is exported and imported again is equal."""

    @pytest.mark.parametrize("format", formats.EXACT)
    def test_every_kind(self, trainer: Employee, format: str) -> None:
        skill = SkillFactory.create()
        branch = CategoryFactory.create(parent=CategoryFactory.create())
        for number, kind in enumerate(Kind):
            made = QuestionFactory.create(
                code=f"K-{number}", version__kind=kind, category=branch, skill=skill
            )
            made.tags.set(["甲"])
        before = list(exchanged(questions()))
        content = formats.write(format, before).content
        for is_dry_run in (True, False):
            source = Source(content)
            report = import_questions(
                actor=trainer, source=source, format=format, is_dry_run=is_dry_run
            )
            assert not report.refused
            assert [(each.code, each.came) for each in report.taken] == [
                (each.code, Came.UNCHANGED) for each in before
            ]
        assert list(exchanged(questions())) == before

    @pytest.mark.parametrize("format", formats.EXACT)
    def test_into_an_empty_bank(self, trainer: Employee, format: str) -> None:
        asked = replace(ASKED, category=("服务", "前台"), tags=("乙", "甲"), difficulty=3)
        if format != ExchangeFormat.GIFT:  # which has no pictures
            shown = replace(WORDING, picture_alt="一张图", carried={"hints": ["热"]})
            asked = replace(asked, wording=shown, picture=Picture("a.png", png("blue")))
        source = Source(formats.write(format, [asked]).content)
        report = import_questions(actor=trainer, source=source, format=format, is_dry_run=False)
        assert not report.refused and not report.lossy
        (found,) = exchanged(questions())
        assert replace(found, picture=None) == replace(asked, picture=None)
        if asked.picture is not None:
            assert found.picture is not None and found.picture.content == asked.picture.content
