"""Questions in English, in the same version as the Chinese."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind
from assessments.errors import EnglishDoesNotFit, OptionTwice, WordingRefused
from assessments.models import Question, Quiz, Sitting
from assessments.queries import paper
from assessments.rules.translation import overlaid
from assessments.rules.wording import Wording, content_in, english_wording
from lms.files.models import Picture
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.assessments import QuestionFactory, QuizFactory, quiz_of_kinds, sitting_of
from tests.factories.people import UnitFactory, holder_of

ENGLISH = {
    "stem": "By which ring do you answer?",
    "options": ["The first", "The third", "The fifth", ""],
    "explanation": "Within three rings.",
}


def a_wording(english: dict[str, Any], **more: Any) -> Wording:
    fields: dict[str, Any] = {
        "kind": Kind.SINGLE_CHOICE,
        "stem": "第几声接？",
        "content": {"options": ["一声", "三声", "五声"]},
        "key": {"right": [1]},
    }
    return Wording(**fields | more, english=english)


# Rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "refusal"),
    [
        ({"options": ["a", "b"]}, EnglishDoesNotFit),
        ({"options": ["a", "b", "c", "d"]}, EnglishDoesNotFit),
        ({"options": "abc"}, EnglishDoesNotFit),
        ({"options": ["a", 2, "c"]}, EnglishDoesNotFit),
        ({"answer": "b"}, EnglishDoesNotFit),
        ({"options": ["a", "a", "c"]}, OptionTwice),
        ({"options": ["三声", "", "c"]}, OptionTwice),
    ],
)
def test_english_that_does_not_fit_is_refused(
    english: dict[str, Any], refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        a_wording(english).check()


def test_a_statement_has_no_options_in_english() -> None:
    statement = {"kind": Kind.TRUE_FALSE, "content": {}, "key": {"right": True}}
    a_wording({"stem": "True"}, **statement).check()
    with pytest.raises(EnglishDoesNotFit):
        a_wording({"options": ["a", "b"]}, **statement).check()


texts = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), min_size=3, max_size=3)


@given(texts)
def test_every_option_is_shown_in_english_or_in_chinese(options: list[str]) -> None:
    content = {"options": ["一", "二", "三"]}
    english = english_wording(options=options)
    shown = overlaid(content, content_in(english))["options"]
    assert shown == [text or content["options"][place] for place, text in enumerate(options)]


@given(st.text(" a"), st.text(" b"), st.lists(st.text(" c"), max_size=4))
def test_what_says_nothing_is_left_out(stem: str, why: str, options: list[str]) -> None:
    english = english_wording(stem=stem, explanation=why, options=options)
    assert ("stem" in english) == bool(stem.strip())
    assert ("explanation" in english) == bool(why.strip())
    assert ("options" in english) == any(option.strip() for option in options)


# Papers ---------------------------------------------------------------------------------------


@pytest.fixture
def quiz(db: None) -> Quiz:
    with_english = QuestionFactory.create(version__english=ENGLISH)
    statement = QuestionFactory.create(
        version__true_false=True,
        version__stem="要戴工牌。",
        version__english={"stem": "Badges are worn."},
    )
    return QuizFactory.create(
        of=[with_english, statement, QuestionFactory.create()],
        size=3,
        title="礼仪考试",
        title_en="Examination in manners",
    )


@pytest.fixture
def sitting(learner: Employee, quiz: Quiz) -> Sitting:
    return sitting_of(learner, quiz)


@pytest.fixture
def read_in(sign_in: Callable[[Employee], Client], learner: Employee) -> Callable[[str], Client]:
    def read_in(language: str) -> Client:
        learner.language = language
        learner.save(update_fields=["language"])
        return sign_in(learner)

    return read_in


def questions_of(quiz: Quiz) -> list[Question]:
    return list(Question.objects.filter(sections__quiz=quiz).order_by("listings__position"))


def place_of(sitting: Sitting, quiz: Quiz, index: int) -> int:
    question = questions_of(quiz)[index]
    return sitting.items.get(version__question=question).position


def item_page(client: Client, sitting: Sitting, position: int) -> str:
    return client.get(reverse("assessments:item", args=[sitting.pk, position])).text


def test_an_english_reader_gets_the_paper_in_english(
    read_in: Callable[[str], Client], sitting: Sitting, quiz: Quiz
) -> None:
    client = read_in("en")
    page = item_page(client, sitting, place_of(sitting, quiz, 0))
    for shown in (ENGLISH["stem"], "The first", "The third", "The fifth", "Examination in manners"):
        assert shown in page
    assert "七声" in page, "what has no English is shown in Chinese"
    assert "一声" not in page and "电话铃" not in page
    assert "Badges are worn." in item_page(client, sitting, place_of(sitting, quiz, 1))
    assert "电话铃" in item_page(client, sitting, place_of(sitting, quiz, 2))
    assert (
        "Examination in manners" in client.get(reverse("assessments:door", args=[quiz.code])).text
    )


def test_key_and_places_are_the_same_in_every_language(
    read_in: Callable[[str], Client], learner: Employee, sitting: Sitting, quiz: Quiz
) -> None:
    """Answered in English, looked at in Chinese, marked alike."""
    position = place_of(sitting, quiz, 0)
    order = sitting.items.get(position=position).option_order
    sent = str(order.index(1))
    address = reverse("assessments:item", args=[sitting.pk, position])
    read_in("en").post(address, {"choice": sent, "go": "next"})
    page = read_in("zh-hans").get(address).text
    assert paper(sitting).items[position - 1].answer == {"chosen": [1]}
    assert "三声" in page
    submit_sitting(actor=learner, sitting=sitting)
    assert sitting.items.get(position=position).mark == 2


def test_a_result_explains_in_english(
    read_in: Callable[[str], Client], learner: Employee, sitting: Sitting, quiz: Quiz
) -> None:
    save_answer(
        actor=learner,
        sitting_id=sitting.pk,
        position=place_of(sitting, quiz, 0),
        data={"choice": ["1"]},
    )
    submit_sitting(actor=learner, sitting=sitting)
    address = reverse("assessments:result", args=[sitting.pk])
    page = read_in("en").get(address).text
    assert "Within three rings." in page and ENGLISH["stem"] in page
    page = read_in("zh-hans").get(address).text
    assert "三声之内接起。" in page and "Within three rings." not in page


def test_a_traditional_reader_gets_the_paper_converted(
    read_in: Callable[[str], Client], sitting: Sitting, quiz: Quiz
) -> None:
    page = item_page(read_in("zh-hant"), sitting, place_of(sitting, quiz, 0))
    for shown in ("電話鈴響", "三聲", "七聲", "禮儀考試"):
        assert shown in page
    assert "三声" not in page


PICTURED = {
    "stem": "Whom do you introduce to whom?",
    "options": ["", "The guest to the host", "", ""],
    "picture_alt": "Two people shake hands",
}


def test_section_and_picture_are_described_in_english(
    read_in: Callable[[str], Client], learner: Employee
) -> None:
    picture = Picture.objects.create(title="x", file="x.svg", width=1600, height=1000)
    question = QuestionFactory.create(
        version__english=PICTURED, version__picture=picture, version__picture_alt="两人握手"
    )
    quiz = QuizFactory.create(of=[question], size=1)
    quiz.sections.update(title="礼仪", title_en="Manners", min_percent=60)
    sitting = sitting_of(learner, quiz)
    page = item_page(read_in("en"), sitting, 1)
    assert 'alt="Two people shake hands"' in page and "Manners" in page
    assert 'width="640" height="400"' in page, "its place is kept before it arrives"
    page = item_page(read_in("zh-hant"), sitting, 1)
    assert 'alt="兩人握手"' in page and "禮儀" in page


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_read_in_traditional_characters(
    read_in: Callable[[str], Client], learner: Employee, kind: str
) -> None:
    sitting = sitting_of(learner, quiz_of_kinds(kind))
    client = read_in("zh-hant")
    simplified = {"电话", "铃响", "三声", "报姓名", "记下来意", "伤了", "激动"}
    page = item_page(client, sitting, 1)
    submit_sitting(actor=learner, sitting=sitting)
    page += client.get(reverse("assessments:result", args=[sitting.pk])).text
    assert not [word for word in simplified if word in page]


# Authors --------------------------------------------------------------------------------------


@pytest.fixture
def author(sign_in: Callable[[Employee], Client], db: None) -> Client:
    return sign_in(holder_of(Role.TRAINER, UnitFactory.create()))


def adding() -> str:
    return f"{reverse('questions:add')}?kind={Kind.SINGLE_CHOICE}"


def form_of(**more: str) -> dict[str, str]:
    values = {
        "code": "T-1",
        "language": "zh-hans",
        "difficulty": "2",
        "stem": "茶水几分满？",
        "option_0": "五分",
        "option_2": "七分",
        "right_2": "on",
        "explanation": "",
        "marks": "2",
    }
    return values | more


def test_english_is_written_beside_the_chinese(author: Client) -> None:
    english = {
        "english_stem": "How full?",
        "english_option_0": "Half",
        "english_option_2": "Seven tenths",
    }
    author.post(adding(), form_of(**english))
    question = Question.objects.get()
    assert question.current_version.english == {
        "stem": "How full?",
        "options": ["Half", "Seven tenths"],
    }
    edit = reverse("questions:edit", args=[question.pk])
    page = author.get(edit).text
    assert "How full?" in page and 'value="Seven tenths"' in page
    again = {
        "english_stem": "How full?",
        "english_option_0": "Half",
        "english_option_1": "Seven tenths",
    }
    author.post(edit, form_of(option_1="七分", option_2="", right_1="on", right_2="", **again))
    assert question.versions.count() == 1, "the same wording makes no version"
    author.post(edit, form_of(option_1="七分", option_2="", right_1="on", right_2=""))
    assert question.versions.count() == 2
    assert question.versions.order_by("-number")[0].english == {}


def test_english_beside_an_empty_row_is_refused_in_words(author: Client) -> None:
    page = author.post(adding(), form_of(english_option_4="Nothing")).text
    assert not Question.objects.exists()
    assert "选项" in page


def test_a_preview_is_in_the_authors_language(
    sign_in: Callable[[Employee], Client], quiz: Quiz
) -> None:
    author = holder_of(Role.TRAINER, UnitFactory.create(), language="en")
    version = questions_of(quiz)[0].current_version
    page = sign_in(author).get(reverse("questions:preview", args=[version.pk])).text
    assert ENGLISH["stem"] in page and ENGLISH["explanation"] in page


def test_a_reviewer_looks_and_does_not_write(
    sign_in: Callable[[Employee], Client], quiz: Quiz
) -> None:
    client = sign_in(holder_of(Role.REVIEWER, UnitFactory.create()))
    question = questions_of(quiz)[0]
    listing = client.get(reverse("questions:index")).text
    preview = reverse("questions:preview", args=[question.current_version.pk])
    assert question.code in listing and preview in listing
    assert client.get(preview).status_code == 200
    assert client.get(reverse("questions:edit", args=[question.pk])).status_code in (302, 403)
    assert quiz.title in client.get(reverse("quizzes:index")).text


def test_without_a_title_in_english_the_chinese_stands(db: None) -> None:
    assert str(QuizFactory.create(title="考试")) == "考试"
