from collections.abc import Collection, Iterator

from django.db.models.fields.files import FieldFile

from assessments.actions.observing.erase_observations import erase_observations
from assessments.enums import ExchangeFormat
from assessments.models import (
    Allowance,
    BlindMark,
    ItemMark,
    LateDecision,
    QuestionImport,
    Response,
    Sitting,
    SittingResult,
    Suspension,
)
from assessments.rules.exchange.report import without_person
from assessments.rules.kinds import interaction
from lms.people.models import Employee
from lms.people.registries import Erased
from lms.ui.erased import ERASED


def erase_personal(employee: Employee) -> Erased:
    """Empties what somebody wrote and what was written about them. Marks, results, what was chosen
    of the options, points of observations and all moments stay: every figure comes to what it was.
    What they wrote as a marker or assessor belongs to others and stays. Part of a larger action: in
    the caller's transaction, inside `lms.ledger.actions.erasing.erasing`."""
    Sitting.objects.filter(employee=employee).update(device=None)
    _answers(employee)
    _words_about(employee)
    files = [*erase_observations(employee), *_imports(employee)]
    return Erased(files=files)


def _answers(employee: Employee) -> None:
    """Every saving of them, those that were overtaken or came late too."""
    own = Response.objects.filter(item__sitting__employee=employee).order_by("pk")
    for response in own.select_related("item__version"):
        version = response.item.version
        bound = interaction(version.kind, version.content, version.key)
        erased = bound.without_words(response.answer)
        if erased != response.answer:
            Response.objects.filter(pk=response.pk).redact(answer=erased)


def _words_about(employee: Employee) -> None:
    """Remarks and reasons; those that a table must have say that they were erased."""
    marks = ItemMark.objects.filter(item__sitting__employee=employee)
    marks.exclude(remark="", reason="").redact(remark="", reason="")
    blind = BlindMark.objects.filter(response__item__sitting__employee=employee)
    blind.exclude(remark="").redact(remark="")
    SittingResult.objects.filter(sitting__employee=employee).exclude(reason="").redact(reason="")
    Suspension.objects.filter(sitting__employee=employee).exclude(reason="").redact(reason="")
    late = LateDecision.objects.filter(response__item__sitting__employee=employee)
    late.exclude(reason=ERASED).redact(reason=ERASED)
    Allowance.objects.filter(employee=employee).exclude(reason=ERASED).redact(reason=ERASED)


def _imports(employee: Employee) -> Iterator[FieldFile]:
    """What came from elsewhere: a dump that names them goes as a whole, and the report of its
    import no longer says who they were."""
    names = (employee.staff_number, employee.name)
    for work in QuestionImport.objects.filter(format=ExchangeFormat.DJANGO_QUIZ):
        changed: dict[str, object] = {}
        if (report := without_person(work.report, names, ERASED)) != work.report:
            changed["report"] = report
        if work.file and _names_somebody(work.file, names):
            yield work.file
            changed["file"] = ""
        if changed:
            QuestionImport.objects.filter(pk=work.pk).update(**changed)


def _names_somebody(file: FieldFile, names: Collection[str]) -> bool:
    """Names may be written with escapes, as JSON has them."""
    try:
        with file.open("rb") as opened:
            content = opened.read().lower()
    except FileNotFoundError:
        return False
    spelt = {form for name in names for form in (name, name.encode("unicode_escape").decode())}
    return any(form.lower().encode() in content for form in spelt)
