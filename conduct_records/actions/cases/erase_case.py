from collections.abc import Collection

from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from conduct_records.actions.cases.erase_evidence import erase_evidence
from conduct_records.models import BundleWork, Case, CaseBundle, CaseStep, Notice
from conduct_records.rules.cases.erasing import left_of
from conduct_records.rules.cases.evidence import is_under_own_key
from lms.people.registries import Erased


def erase_case(case: Case, *, gone: Collection[str] = ()) -> Erased:
    """Empty a case: what its steps and papers say, its evidence, for what it was taken out. The
    columns that charts count stay, and the kind and time of each step.

    `gone` are the tokens of people who are erased with it. In the caller's transaction and inside
    `lms.ledger.actions.erasing.erasing`.
    """
    # Nobody puts something into it meanwhile, such as a finished bundle.
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    tokens = [case.token] if case.has_own_key else []
    for step in CaseStep.objects.filter(case=case):
        has_own_key = is_under_own_key(step)
        left = left_of(step.data, gone, has_own_key=has_own_key)
        CaseStep.objects.filter(pk=step.pk).redact(data=left)
        tokens += [step.token] if has_own_key else []
    Notice.objects.filter(case=case).redact(content={})
    files = erase_evidence(Q(case=case))
    files += _forget_bundles(case)
    case.erased_at = timezone.now()
    case.save(update_fields=["erased_at"])
    return Erased(tokens, files)


def _forget_bundles(case: Case) -> list[FieldFile]:
    """The file of a bundle is kept a week; that one was made stays known."""
    CaseBundle.objects.filter(case=case).redact(purpose="")
    works = BundleWork.objects.filter(case=case)
    files = [work.result for work in works if work.result]
    works.update(purpose="", outcome="", result="")
    return files
