from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from assessments.enums import SittingState
from assessments.models import Category, Quiz, Sitting
from assessments.policies.marking import MARK
from assessments.queries import sittings_of, within
from lms.people.actions.look_at import look_at
from lms.people.queries import employees_reached, search_employees
from lms.people.rules.sights import Sight
from lms.sheets.exports import EscapedExport

CHECKING = gettext_noop("checking examination results")
RESULTS = Sight(gettext_noop("examination results"), CHECKING)
EXPORT = Sight(gettext_noop("examination results, in an export"), CHECKING)


class SittingFilters(WagtailFilterSet):
    quiz = django_filters.ModelChoiceFilter(
        label=_("Quiz"), queryset=Quiz.objects.all(), empty_label=_("All")
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=Category.objects.all(),
        method="filter_category",
        empty_label=_("All"),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=SittingState.choices, empty_label=_("All")
    )
    passed = django_filters.BooleanFilter(label=_("Passed"), method="filter_passed")
    started_at = django_filters.DateFromToRangeFilter(label=_("Started"))

    class Meta:
        model = Sitting
        fields = ["quiz", "category", "state", "passed", "started_at"]

    def filter_passed(self, found: QuerySet[Sitting], name: str, passed: bool) -> QuerySet[Sitting]:
        """A suspended result is neither."""
        return found.filter(passed=passed, suspensions=0)

    def filter_category(
        self, found: QuerySet[Sitting], name: str, category: Category
    ) -> QuerySet[Sitting]:
        """Of quizzes of this category or one below it."""
        return found.filter(quiz__category__in=within(category))


def outcome(sitting: Sitting) -> str:
    if sitting.passed is None:
        return sitting.get_state_display()
    if sitting.suspensions:
        return gettext("Suspended: a question is being checked")
    return gettext("Passed") if sitting.passed else gettext("Not passed")


def marking_url(sitting: Sitting) -> str | None:
    """Where its answers are, for who may judge them: `is_for_reader` says so."""
    if not getattr(sitting, "is_for_reader", False):
        return None
    return reverse("assessments:marking-sitting", args=[sitting.pk])


class SittingIndex(EscapedExport, generic.IndexView):
    """Read only, and only people of the units that the reader looks after."""

    any_permission_required = ["view"]
    list_export = [
        "employee.staff_number",
        "employee.name",
        "employee.unit.name",
        "quiz.code",
        "quiz.title",
        "number",
        "state",
        "score",
        "max_score",
        "percent",
        "passed",
        "suspensions",
        "started_at",
        "submitted_at",
    ]

    def get_base_queryset(self) -> QuerySet[Sitting]:
        return sittings_of(employees_reached(self.request.user, "assessments.view_sitting"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        reader, sittings = self.request.user, context["object_list"]
        people = employees_reached(reader, MARK).filter(
            pk__in={sitting.employee_id for sitting in sittings} - {reader.pk}
        )
        markable = set(people.order_by().values_list("pk", flat=True))
        for sitting in sittings:
            is_handed_in = sitting.state != SittingState.OPEN
            sitting.is_for_reader = is_handed_in and sitting.employee_id in markable
        return context

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Results stand in the list itself: whoever opens it looks at everybody on it."""
        tokens = [sitting.employee.token for sitting in context["object_list"]]
        sight = EXPORT if self.is_export else RESULTS
        look_at(actor=self.request.user, tokens=tokens, sight=sight)
        return super().render_to_response(context, **kwargs)

    @cached_property
    def is_searchable(self) -> bool:
        return True

    def search_queryset(self, queryset: QuerySet[Sitting]) -> QuerySet[Sitting]:
        if not self.is_searching:
            return queryset
        reached = employees_reached(self.request.user, "assessments.view_sitting")
        found = search_employees(reached, self.search_query)
        return queryset.filter(employee__in=found.values("pk"))


class SittingViewSet(ModelViewSet):
    """Evidence: there is nothing to add, change or delete here."""

    model = Sitting
    name = "sittings"
    url_prefix = "sittings"
    menu_label = _("Sittings")
    icon = "date"
    index_view_class = SittingIndex
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = SittingFilters
    form_fields: list[str] = []
    list_display = [
        Column("employee", label=_("Employee"), sort_key="employee__staff_number"),
        Column("unit", label=_("Unit"), accessor="employee.unit"),
        Column("quiz", label=_("Quiz"), sort_key="quiz__title"),
        Column("number", label=_("Attempt")),
        TitleColumn("outcome", label=_("Outcome"), accessor=outcome, get_url=marking_url),
        Column(
            "percent",
            label=_("Result (%)"),
            accessor=lambda s: "" if s.score is None else s.percent,
        ),
        DateColumn("started_at", label=_("Started"), sort_key="started_at"),
        DateColumn("submitted_at", label=_("Handed in"), sort_key="submitted_at"),
    ]
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        return [p for p in super().get_urlpatterns() if p.name in ("index", "index_results")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        writing = ("add", "edit", "delete", "history", "usage")
        return super().get_common_view_kwargs(**kwargs) | {
            f"{name}_url_name": None for name in writing
        }

    def register_admin_url_finder(self) -> None:
        """There is no page of one sitting to find."""
