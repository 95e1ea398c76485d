"""Coming to a stage of a review at the desk: who may, and that it is noted."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lms.people.actions.look_at import look_at
from lms.people.errors import NotAllowed
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.once import OnceForm
from reviews.errors import HadAPart, ReviewMovedOn
from reviews.models import Result, Review
from reviews.policies import can_see_review, offices_held
from reviews.queries.files import file_of, with_people
from reviews.queries.follow_ups import newest_result
from reviews.rules.procedure import StepKind, offices_for
from reviews.rules.review_file import ReviewFile
from reviews.rules.steps import SelfAssessed

SIGHT = Sight(gettext_noop("performance review"), gettext_noop("taking a step of a review"))


@dataclass
class Sheet:
    """A review as the page of a step needs it."""

    review: Review
    file: ReviewFile

    @property
    def seen(self) -> int:
        return len(self.file.steps)

    @property
    def self_assessed(self) -> SelfAssessed | None:
        return self.file.last(SelfAssessed)

    @cached_property
    def result(self) -> Result | None:
        """The version that holds."""
        return newest_result(self.review)


def sheet_at(request: StaffRequest, pk: int, kind: StepKind) -> Sheet | HttpResponse:
    """404 for whoever may not see the review, 403 for whoever may and has not the office; back to
    the review where the stage is another. Opening it is noted before it is shown."""
    review = get_object_or_404(with_people(Review.objects.all()), pk=pk)
    if not can_see_review(request.user, review):
        raise Http404
    file = file_of(review)
    offices = offices_for(file.state, kind)
    if not offices:
        if not _was_taken(request, review):
            messages.warning(request, _("The review is at another stage now."))
        return redirect("reviews:review", pk=pk)
    if not offices & offices_held(request.user, review, file):
        raise HadAPart if kind == StepKind.APPEAL_DECIDED else NotAllowed
    look_at(actor=request.user, tokens=[review.employee.token], sight=SIGHT)
    return Sheet(review, file)


def _was_taken(request: StaffRequest, review: Review) -> bool:
    """Whether this very form became a step before: it was sent twice."""
    own = review.steps.filter(actor=request.user, form_id__isnull=False)
    sent = request.POST.get("form_id", "")
    return any(str(form_id) == sent for form_id in own.values_list("form_id", flat=True))


def refused(sheet: Sheet, form: OnceForm, refusal: Exception) -> OnceForm:
    """The form with the refusal in words; after another's step it can be sent once more."""
    field = getattr(refusal, "field", None)
    if isinstance(refusal, ReviewMovedOn):
        form.seeing(len(file_of(sheet.review).steps))
    form.add_error(field if field in form.fields else None, str(refusal))
    return form
