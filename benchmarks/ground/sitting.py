"""An examination of twenty questions and people who sit it, in a database of their own."""

from typing import Any

from benchmarks.ground.floor.apps import EXAMINATION

QUESTIONS = 20
PASSWORD = "willow-bridge-7"


def make(people: int) -> list[str]:
    """In an empty database. The staff numbers of the people."""
    from benchmarks.ground.floor.models import BareRow
    from lms.people.models import Employee, Post, PostGroup, Unit

    site = Unit.objects.create(kind="company", code="bench", name="青檐物业", path="bench")
    group = PostGroup.objects.create(code="bench", name="客户服务", position=1)
    post = Post.objects.create(group=group, code="steward", name="管家", standing="frontline")
    numbers = [f"B{number:05}" for number in range(people)]
    for number in numbers:
        one = Employee(staff_number=number, name="林小满", unit=site, post=post)
        one.must_change_password = False
        one.set_password(PASSWORD)
        one.save()
        BareRow.objects.create(pk=one.pk, payload="")
    _examination(Employee.objects.system())
    return numbers


def _examination(system: Any) -> None:
    from assessments.actions.move_question import move_question, review_version
    from assessments.actions.save_question import save_question
    from assessments.actions.save_quiz import save_quiz
    from assessments.enums import Kind, QuestionState
    from assessments.rules.quiz_settings import QuizSettings, SectionSettings
    from assessments.rules.wording import Wording

    found = []
    for number in range(QUESTIONS):
        wording = Wording(
            kind=Kind.SINGLE_CHOICE,
            stem=f"电话铃响第几声之内要接起来？（{number}）",
            content={"options": ["一声", "三声", "五声", "七声"]},
            key={"right": [1]},
            explanation="三声之内接起，先报部门与姓名。",
        )
        question = save_question(
            actor=system, question=None, code=f"bench-{number}", wording=wording
        )
        review_version(actor=system, question=question)
        move_question(actor=system, question=question, target=QuestionState.IN_USE)
        found.append(question.pk)
    settings = QuizSettings(title="电话接待", attempts_allowed=None)
    sections = [SectionSettings(count=QUESTIONS, question_ids=tuple(found))]
    save_quiz(actor=system, quiz=None, code=EXAMINATION, settings=settings, sections=sections)
