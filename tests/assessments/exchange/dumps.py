"""A dump of django-quiz-app as `dumpdata` writes it."""

import json
from typing import Any

Row = dict[str, Any]


def record(model: str, pk: int, **fields: Any) -> Row:
    return {"model": model, "pk": pk, "fields": fields}


def question(pk: int, content: str, **fields: Any) -> Row:
    more = {"quiz": [1], "category": 1, "sub_category": None, "figure": "", "explanation": ""}
    return record("quiz.question", pk, content=content, **(more | fields))


def choice(pk: int, content: str, *answers: tuple[int, str, bool], **fields: Any) -> list[Row]:
    order = fields.pop("answer_order", "none")
    return [
        question(pk, content, **fields),
        record("multichoice.mcquestion", pk, answer_order=order),
        *(
            record("multichoice.answer", number, question=pk, content=text, correct=is_right)
            for number, text, is_right in answers
        ),
    ]


def sitting(pk: int, **fields: Any) -> Row:
    more = {
        "user": 7,
        "quiz": 1,
        "question_order": "1,2,3,",
        "question_list": "",
        "incorrect_questions": "3,",
        "current_score": 2,
        "complete": True,
        "user_answers": '{"1": "12", "2": "True", "3": "先安抚业主"}',
        "start": "2024-03-01T09:00:00Z",
        "end": "2024-03-01T09:12:30Z",
    }
    return record("quiz.sitting", pk, **(more | fields))


ROWS: list[Row] = [
    record("auth.user", 7, username="z20137", email=""),
    record("quiz.category", 1, category="客户服务"),
    record("quiz.subcategory", 1, sub_category="前台", category=1),
    record(
        "quiz.quiz",
        1,
        title="前台礼仪",
        description="开卷",
        url="front-desk",
        category=1,
        random_order=True,
        max_questions=None,
        answers_at_end=True,
        exam_paper=True,
        single_attempt=True,
        pass_mark=66,
        success_text="恭喜",
        fail_text="再来",
        draft=False,
    ),
    *choice(
        1,
        "电话响几声之内接起？",
        (11, "五声", False),
        (12, "三声", True),
        sub_category=1,
        explanation="三声之内。",
    ),
    question(2, "访客要登记。"),
    record("true_false.tf_question", 2, correct=True),
    question(3, "业主投诉时怎么办？"),
    record("essay.essay_question", 3),
    sitting(1),
    record("quiz.progress", 1, user=7, score="客户服务,2,3,"),
]


def dump(*rows: Row) -> bytes:
    return json.dumps(list(rows or ROWS), ensure_ascii=False).encode()
