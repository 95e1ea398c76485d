"""What authors type into the form of each kind of question, for tests of the back office."""

from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.enums import Difficulty, Kind
from assessments.models import Question

COMMON = {
    "code": "T-1",
    "stem": "茶水几分满？",
    "explanation": "七分满。",
    "marks": "2",
    "difficulty": str(Difficulty.MEDIUM),
    "language": "zh-hans",
}
TALK = """# 开场 @住户
我被狗抓伤了！
- 您先坐。 -> 安抚 (2)
- 狗不归我们管。 -> 激怒
  = 她更生气了。
# 安抚
谢谢。
END
# 激怒
我要投诉！
END
"""
# What an author types for each kind.
TYPED: dict[str, dict[str, str]] = {
    Kind.SINGLE_CHOICE: {"option_0": "五分", "option_1": "七分", "right_1": "on"},
    Kind.MULTIPLE_CHOICE: {
        "option_0": "水杯",
        "option_1": "手帕",
        "option_2": "纸巾",
        "right_1": "on",
        "right_2": "on",
        "credit": "balance",
    },
    Kind.TRUE_FALSE: {"truth": "false", "asks_reason": "on"},
    Kind.SHORT_TEXT: {"accepted": "您好\n喂 | 50%", "synonyms": "您、你"},
    Kind.NUMBER: {"value": "30", "tolerance": "5", "unit": "", "units": "分钟\n小时 = 60"},
    Kind.MATCHING: {"pairs": "漏水 = 半天\n小修 = 十分钟\n堵塞 = 半天", "extra": "一周"},
    Kind.ORDERING: {"steps": "问好\n报姓名\n记来意", "credit": "neighbours"},
    Kind.CLOZE: {"text": "铃响{三声|3声}之内，先说{=您好~喂}。"},
    Kind.SCENARIO: {"talk": TALK},
    Kind.ESSAY: {"rubric": "先致歉 | 4\n说时限 | 6", "least": "10", "most": "500"},
    Kind.ROLE_PLAY: {"situation": "住户来访。", "points": "让她平静\n建议接种疫苗 | 2"},
}
ENGLISH: dict[str, dict[str, str]] = {
    Kind.SINGLE_CHOICE: {"english_option_0": "Half", "english_option_1": "Seven tenths"},
    Kind.NUMBER: {"english_units": "minutes\nhours"},
    Kind.MATCHING: {
        "english_pairs": "Leak = half a day\n\nBlockage = half a day",
        "english_extra": "a week",
    },
    Kind.ORDERING: {"english_steps": "Greet\n\nNote"},
    Kind.CLOZE: {"english_text": "Within {1} rings say {=Good morning~Yes?}."},
    Kind.SCENARIO: {"english_talk": TALK.replace("谢谢。", "Thank you.").replace(" (2)", "")},
    Kind.ROLE_PLAY: {"english_situation": "A resident comes in."},
}


def adding(kind: str) -> str:
    return f"{reverse('questions:add')}?kind={kind}"


def typed(kind: str, **more: Any) -> dict[str, Any]:
    form = {**COMMON, **TYPED[kind], **more}
    return {name: value for name, value in form.items() if value is not None}


def added(client: Client, kind: str, **more: Any) -> Question:
    response = client.post(adding(kind), typed(kind, **more))
    assert response.status_code == 302, response.context["form"].errors
    return Question.objects.get()


def as_shown(form: Any) -> dict[str, Any]:
    """What a browser sends of an untouched form."""
    values = {name: form[name].value() for name in form.fields if name != "code"}
    return {
        name: value
        for name, value in values.items()
        if value is not False and value not in (None, [])
    }
