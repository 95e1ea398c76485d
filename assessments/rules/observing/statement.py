"""What both sign after an observation."""

from datetime import datetime
from typing import TYPE_CHECKING

from assessments.rules.observing.sheet import Result

if TYPE_CHECKING:
    from assessments.models import SheetVersion
    from lms.people.models import Employee


def statement_of(
    version: "SheetVersion", employee: "Employee", observed_at: datetime, found: Result
) -> str:
    """One line for each fact, so that anybody can write it again from the row; in Chinese, as the
    company's papers are. `observed_at` is in the company's time zone."""
    points = version.asks.points
    failed = [f"{code} {points[code].text}" for code in found.failed]
    lines = [
        f"检查表：{version.sheet.title}（{version.sheet.code} 第 {version.number} 版）",
        f"被观察人：{employee.name}（{employee.staff_number}）",
        f"观察时间：{observed_at:%Y-%m-%d %H:%M}",
        f"得分：{found.score} / {found.most}，{found.percent}%",
        f"关键项未达标：{'；'.join(failed) or '无'}",
        f"结果：{'通过' if found.passed else '未通过'}",
    ]
    return "\n".join(lines)
