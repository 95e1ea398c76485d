from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from assessments.errors import CodeTaken
from assessments.models import InspectionSheet, SheetVersion
from assessments.policies.observing import check_can_write_sheet
from assessments.rules.kinds.base import as_json
from assessments.rules.observing.sheet import Sheet
from lms.people.models import Employee, PostGroup

# What has an address of its own where the sheets have theirs.
RESERVED = ("offline", "people", "sent", "session")


def save_sheet(
    *,
    actor: Employee,
    sheet: InspectionSheet | None,
    code: str,
    title: str,
    title_en: str = "",
    line: PostGroup | None = None,
    is_retired: bool = False,
    asks: Sheet,
) -> InspectionSheet:
    """A new sheet (`sheet` is None), or an edit of one; `code` counts for a new one only. Points
    that differ from the current version's become the next version; equal ones make none.

    Raises `NotAllowed`, `SheetRefused`, `CodeTaken`.
    """
    check_can_write_sheet(actor, sheet)
    asks.check()
    if sheet is None and code in RESERVED:
        raise CodeTaken
    with transaction.atomic(durable=True):
        if sheet is None:
            kept = InspectionSheet(code=code)
        else:
            kept = InspectionSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        kept.title, kept.title_en, kept.line = title, title_en, line
        kept.is_retired = is_retired
        _save(kept)
        _add_version(actor, kept, asks)
        log(kept, "wagtail.edit" if sheet else "wagtail.create", user=actor)
    return kept


def _save(sheet: InspectionSheet) -> None:
    if sheet.pk:
        sheet.save(update_fields=["title", "title_en", "line", "is_retired"])
        return
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError as error:
        raise CodeTaken from error


def _add_version(actor: Employee, sheet: InspectionSheet, asks: Sheet) -> None:
    newest = sheet.versions.order_by("-number").first()
    if newest is not None and newest.asks == asks:
        return
    SheetVersion.objects.create(
        sheet=sheet,
        number=newest.number + 1 if newest else 1,
        content=as_json(asks),
        created_by=actor,
    )
