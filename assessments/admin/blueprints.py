"""What the bank makes of a quiz: its sections, how many papers there are, an example of one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments.enums import Difficulty
from assessments.forms.quiz import QuizForm
from assessments.models import Question, Quiz, SittingItem
from assessments.queries import Blueprint, PaperItem, blueprint
from assessments.queries.blueprints import blueprint_of
from assessments.queries.coverage import bank_table, missing_questions
from assessments.rules.blueprint import Shortage
from assessments.rules.drawing import draw_paper
from assessments.rules.paper_count import distinct_papers
from assessments.rules.paper_marks import marks_range
from assessments.rules.quiz_settings import SectionSettings
from lms.people.models import Employee
from lms.people.policies import check_may, may

# Beyond, a number says nothing to anybody.
MOST_PAPERS = 10**12
LAST_SEED = 2**31


def shortage_in_words(shortage: Shortage) -> str:
    text = ngettext(
        "Section %(number)d asks for %(asked)d question, and the bank has %(available)d for it.",
        "Section %(number)d asks for %(asked)d questions, and the bank has %(available)d for it.",
        shortage.asked,
    )
    words = {"asked": shortage.asked, "available": shortage.available}
    return text % ({"number": shortage.section + 1} | words)


def papers_in_words(number: int | None) -> str:
    """`rules.paper_count.distinct_papers` for people."""
    if number is None or number > MOST_PAPERS:
        return _("Very many different papers")
    if number == 0:
        return _("No paper")
    if number == 1:
        return _("1 paper: everybody gets the same questions")
    text = _("%(number)s different papers")
    return text % {"number": number_format(number, force_grouping=True)}


@dataclass(frozen=True)
class Bar:
    """How many of the questions that fit are of a difficulty; `start` counts those easier."""

    level: int
    label: str
    start: int
    count: int


@dataclass(frozen=True)
class Part:
    """A section as the page shows it; `number` counts from 1."""

    number: int
    row: SectionSettings
    title: str
    fitting: int
    bars: tuple[Bar, ...]
    missing: Sequence[Question]

    @property
    def is_enough(self) -> bool:
        return self.fitting >= self.row.count

    @property
    def is_listed(self) -> bool:
        return bool(self.row.question_ids)


def _parts(plan: Blueprint) -> list[Part]:
    missing = missing_questions(plan.rows)
    return [
        Part(
            number=index + 1,
            row=row,
            title=section.title or _("Section %(number)d") % {"number": index + 1},
            fitting=len(section.by_question),
            bars=_bars(
                plan.versions[each.version_id].question.difficulty
                for each in section.by_question.values()
            ),
            missing=missing.get(index, ()),
        )
        for index, (row, section) in enumerate(zip(plan.rows, plan.sections, strict=True))
    ]


def _bars(difficulties: Iterable[int]) -> tuple[Bar, ...]:
    counted = Counter(difficulties)
    return tuple(
        Bar(
            level,
            str(Difficulty(level).label),
            sum(counted[i] for i in range(level)),
            counted[level],
        )
        for level in Difficulty.values
    )


def _example(quiz: Quiz, plan: Blueprint, seed: int) -> list[tuple[str, list[PaperItem]]]:
    """A paper, section by section, as somebody meets it who has seen no question before."""
    drawn = draw_paper(
        plan.sections,
        seed=seed,
        shuffle_questions=quiz.shuffle_questions,
        shuffle_options=quiz.shuffle_options,
    )
    papers: list[tuple[str, list[PaperItem]]] = [(each.title, []) for each in plan.sections]
    for position, place in enumerate(drawn, start=1):
        version, order = plan.versions[place.version_id], list(place.option_order)
        row = SittingItem(position=position, version=version, option_order=order)
        papers[place.section][1].append(PaperItem(row, None))
    return papers


def _marks(plan: Blueprint) -> str:
    marks = {pk: version.marks for pk, version in plan.versions.items()}
    found = marks_range(plan.sections, marks)
    if found is None:
        return "—"
    least, greatest = found
    return str(least) if least == greatest else f"{least}–{greatest}"


def _time_each(quiz: Quiz, size: int) -> str:
    """How long somebody has for a question, on average."""
    if quiz.time_limit_minutes is None or not size:
        return _("No time limit")
    minutes, seconds = divmod(quiz.time_limit_minutes * 60 // size, 60)
    return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": seconds}


def _seed(request: HttpRequest) -> int:
    sent = request.GET.get("seed", "")
    return int(sent) % LAST_SEED if sent.isascii() and sent.isdecimal() and len(sent) < 12 else 1


def _shown(quiz: Quiz, plan: Blueprint, seed: int) -> dict[str, Any]:
    shortage = plan.shortage
    size = sum(row.count for row in plan.rows)
    return {
        "quiz": quiz,
        "parts": _parts(plan),
        "size": size,
        "shortage": shortage_in_words(shortage) if shortage else "",
        "short_section": shortage.section + 1 if shortage else 0,
        "papers": papers_in_words(distinct_papers(plan.sections)),
        "marks": _marks(plan),
        "time_each": _time_each(quiz, size),
        "seed": seed,
        "next_seed": (seed + 1) % LAST_SEED,
        "example": [] if shortage or not size else _example(quiz, plan, seed),
        "levels": Difficulty.labels,
        "bank_table": bank_table(),
        "header_title": _("Blueprint"),
        "header_icon": "tasks",
    }


def blueprint_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The blueprint as it was saved."""
    actor: Employee = request.user  # type: ignore[assignment]
    check_may(actor, "assessments.view_quiz")
    quiz = get_object_or_404(Quiz, pk=pk)
    trail = [{"url": reverse("quizzes:index"), "label": _("Quizzes")}]
    may_edit = may(actor, "assessments.change_quiz")
    if may_edit:
        trail.append({"url": reverse("quizzes:edit", args=[pk]), "label": str(quiz)})
    context = _shown(quiz, blueprint(quiz), _seed(request)) | {
        "may_edit": may_edit,
        "may_allow": may(actor, "assessments.view_allowance"),
        "breadcrumbs_items": [*trail, {"url": "", "label": _("Blueprint")}],
    }
    return render(request, "assessments/admin/quiz_blueprint.html", context)


def example_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The example as the learner sees it; nothing can be sent from here."""
    actor: Employee = request.user  # type: ignore[assignment]
    check_may(actor, "assessments.view_quiz")
    quiz = get_object_or_404(Quiz, pk=pk)
    plan, seed = blueprint(quiz), _seed(request)
    if plan.shortage is not None:
        return redirect("quizzes:blueprint", pk)
    sections = [
        (title, [(item, f"q{item.position}-") for item in items])
        for title, items in _example(quiz, plan, seed)
    ]
    context = {"quiz": quiz, "example": sections, "seed": seed}
    return render(request, "assessments/admin/quiz_paper.html", context)


@require_POST
def blueprint_preview(request: HttpRequest) -> HttpResponse:
    """The same of a form as it is typed, from which nothing is saved; its code need not be free
    and its title may be missing."""
    actor: Employee = request.user  # type: ignore[assignment]
    check_may(actor, "assessments.view_quiz")
    form = QuizForm(request.POST, for_user=actor)
    form.is_valid()
    if not form.sections.is_valid():
        context = {"sections": form.sections, "header_title": _("Blueprint")}
        return render(request, "assessments/admin/quiz_unclear.html", context, status=400)
    plan = blueprint_of(form.sections.settings())
    context = _shown(_typed(form), plan, 1) | {"is_typed": True}
    return render(request, "assessments/admin/quiz_blueprint.html", context)


def _typed(form: QuizForm) -> Quiz:
    """A quiz with those of the settings that are sound."""
    sound = {
        name: form.cleaned_data[name]
        for name in ("title", "time_limit_minutes", "shuffle_questions", "shuffle_options")
        if name in form.cleaned_data
    }
    return Quiz(**sound)
