from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from lms.people.actions.change_employee import change_employee
from lms.people.actions.hire_employee import hire_employee
from lms.people.actions.look_at import look_at
from lms.people.actions.reset_password import reset_password
from lms.people.admin.careers import career_urls
from lms.people.admin.generic import (
    ActionViewSet,
    ReachedEditView,
    ReachedHistoryView,
    ReachedIndexView,
)
from lms.people.admin.handover import handover
from lms.people.admin.scope import UnitScopedPolicy
from lms.people.enums import EmploymentKind, Presence, SignIn
from lms.people.errors import PeopleError
from lms.people.forms.choices import in_tree
from lms.people.forms.employees import ChangeEmployeeForm, HireForm
from lms.people.models import Employee, PostGroup, Unit
from lms.people.policies import can_change_employee, can_export
from lms.people.queries import (
    employees_reached,
    in_order,
    prefetch_grants,
    search_employees,
    units_reached,
    with_presence,
    with_sign_in,
)
from lms.people.rules.passwords import temporary_password
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.sheets.exports import EscapedExport
from lms.ui.admin_actions import CreateByAction

KEEPING = gettext_noop("keeping the staff records")
DETAILS = Sight(gettext_noop("personal details"), KEEPING)
HISTORY = Sight(gettext_noop("history of the personal details"), KEEPING)
EXPORT = Sight(gettext_noop("personal details, in an export"), KEEPING)


def _may_change(actor: Employee, action: str, employee: Employee) -> bool:
    return action != "change" or can_change_employee(actor, employee)


class UnitFilter(django_filters.ModelChoiceFilter):
    """People of a unit and of all below it."""

    def filter(self, queryset: QuerySet[Employee], unit: Unit | None) -> QuerySet[Employee]:
        return queryset.filter(unit__in=Unit.objects.within(unit)) if unit else queryset


def _units_of_reader(request: StaffRequest) -> QuerySet[Unit]:
    return units_reached(request.user, "people.view_employee")


class EmployeeFilterSet(WagtailFilterSet):
    unit = UnitFilter(label=_("Unit"), queryset=_units_of_reader)
    group = django_filters.ModelChoiceFilter(
        label=_("Post group"), field_name="post__group", queryset=PostGroup.objects.all()
    )
    employment_kind = django_filters.ChoiceFilter(
        label=_("Employment kind"), choices=EmploymentKind.choices
    )
    presence = django_filters.ChoiceFilter(label=_("Presence"), choices=Presence.choices)
    sign_in = django_filters.ChoiceFilter(
        label=_("Sign-in"), choices=SignIn.choices, method="filter_sign_in"
    )

    class Meta:
        model = Employee
        fields = ["unit", "group", "employment_kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].field.label_from_instance = in_tree

    def filter_sign_in(
        self, queryset: QuerySet[Employee], name: str, value: str
    ) -> QuerySet[Employee]:
        return with_sign_in(queryset, value)


class EmployeeIndexView(EscapedExport, ReachedIndexView):
    page_title = _("People")

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column("name", accessor=lambda each: each.localised_name)
        name.sort_key = "sort_key"
        return [
            name,
            Column("staff_number", label=_("Staff number"), sort_key="staff_number"),
            Column("unit", label=_("Unit"), sort_key="unit__path"),
            Column("post", label=_("Post"), sort_key="post__position"),
            Column(
                "employment_kind",
                label=_("Employment kind"),
                accessor="get_employment_kind_display",
                sort_key="employment_kind",
            ),
            Column("presence", label=_("Presence"), accessor=presence_in_words),
            Column("sign_in", label=_("Sign-in"), accessor=sign_in_in_words),
        ]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Column:
        accessor = kwargs.pop("accessor")
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.accessor = accessor
        return column

    def get_base_queryset(self) -> QuerySet[Employee]:
        found = prefetch_grants(super().get_base_queryset().filter(erased_at=None))
        return with_presence(found, timezone.localdate())

    def order_queryset(self, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        return in_order(queryset) if self.ordering == "unit" else super().order_queryset(queryset)

    def search_queryset(self, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        return search_employees(queryset, self.search_query) if self.is_searching else queryset

    def as_spreadsheet(self, queryset: QuerySet[Employee], spreadsheet_format: str) -> Any:
        tokens = queryset.order_by().values_list("token", flat=True)
        look_at(actor=self.request.user, tokens=tokens, sight=EXPORT)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = super().header_more_buttons
        if self.request.user.has_perm("people.add_employee"):
            url = reverse("people_roster:index")
            label = _("Import a roster")
            buttons = [*buttons, Button(label, url=url, icon_name="upload", priority=80)]
        return buttons

    def get_list_more_buttons(self, instance: Employee) -> list[Any]:
        person = reverse("wagtailusers_users:person", args=[instance.pk])
        buttons = super().get_list_more_buttons(instance)
        buttons.append(Button(_("Time-line"), url=person, icon_name="history", priority=5))
        if self.user_has_permission_for_instance("change", instance):
            buttons += handover_buttons(self.request.user, instance)
        return buttons


def presence_in_words(employee: Any) -> Any:
    return Presence(employee.presence).label


def sign_in_in_words(employee: Employee) -> Any:
    if not employee.is_active:
        return SignIn.CLOSED.label
    return (SignIn.OWN if employee.has_usable_password() else SignIn.NONE).label


class HireView(CreateByAction):
    def write(self, values: dict[str, Any]) -> Employee:
        own_sign_in = values.pop("own_sign_in")
        self.handed_over = temporary_password() if own_sign_in else None
        return hire_employee(actor=self.request.user, password=self.handed_over, **values)

    def save_action(self) -> HttpResponse:
        """Straight to the password: it is shown in this one answer and kept nowhere."""
        if self.handed_over is None:
            return super().save_action()
        return handover(self.request, self.object, self.handed_over)


class ChangeEmployeeView(ReachedEditView):
    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        look_at(actor=request.user, tokens=[self.object.token], sight=DETAILS)
        return response

    def write(self, values: dict[str, Any]) -> Employee:
        return change_employee(actor=self.request.user, employee=self.object, **values)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        person = reverse("wagtailusers_users:person", args=[self.object.pk])
        back = Button(_("Time-line"), url=person, icon_name="history", priority=10)
        return [back, *handover_buttons(self.request.user, self.object)]


class EmployeeHistoryView(ReachedHistoryView):
    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        look_at(actor=request.user, tokens=[self.object.token], sight=HISTORY)
        return response


def handover_buttons(actor: Employee, employee: Employee) -> list[Button]:
    """What else may be done for somebody, beside editing."""
    buttons = []
    if employee.is_active:
        url = reverse("wagtailusers_users:new_password", args=[employee.pk])
        has_one = employee.has_usable_password()
        label = _("New temporary password") if has_one else _("Give a sign-in")
        buttons.append(Button(label, url=url, icon_name="key", priority=20))
    if employee.is_active and actor.has_perm("people.add_rolegrant", employee):
        url = f"{reverse('people_roles:add')}?staff_number={employee.staff_number}"
        buttons.append(Button(_("Grant a role"), url=url, icon_name="group", priority=30))
    if employee != actor and can_export(actor, employee):
        url = reverse("people:person-data", args=[employee.pk])
        label = _("Take out what is kept")
        buttons.append(Button(label, url=url, icon_name="download", priority=40))
    return buttons


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: StaffRequest, pk: int) -> HttpResponse:
    """Asks first, then sets a temporary password and shows it once."""
    reached = employees_reached(request.user, "people.view_employee")
    employee = get_object_or_404(reached, pk=pk)
    if not can_change_employee(request.user, employee):
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        password = temporary_password()
        try:
            reset_password(actor=request.user, employee=employee, password=password)
        except PeopleError as refusal:
            error = str(refusal)
        else:
            return handover(request, employee, password)
    context = {"employee": employee, "error": error, "header_title": _t("New temporary password")}
    return TemplateResponse(request, "people/admin/confirm_new_password.html", context)


class EmployeeViewSet(ActionViewSet):
    """In the place of Wagtail's users: hired and changed by actions, never deleted."""

    model = Employee
    icon = "user"
    ordering = "unit"
    index_view_class = EmployeeIndexView
    add_view_class = HireView
    edit_view_class = ChangeEmployeeView
    history_view_class = EmployeeHistoryView
    form_class = HireForm
    change_form_class = ChangeEmployeeForm
    filterset_class = EmployeeFilterSet
    search_fields = ["name", "staff_number", "latin_name"]
    list_export = [
        "staff_number", "name", "latin_name", "unit", "post", "post.group",
        "get_employment_kind_display", "employer", "hired_on", "left_on", "is_active",
    ]  # fmt: skip
    export_headings = {
        "post.group": _("Post group"),
        "get_employment_kind_display": _("Employment kind"),
    }
    export_filename = "people"

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        # Wagtail hands in "users"; all pages of this package lie side by side instead.
        super().__init__(name, **kwargs | {"url_prefix": "people/employees"})

    @property
    def permission_policy(self) -> UnitScopedPolicy:
        return UnitScopedPolicy(Employee, employees_reached, _may_change)

    def get_urlpatterns(self) -> list[URLPattern]:
        own = path("new-password/<int:pk>/", new_password, name="new_password")
        return [*super().get_urlpatterns(), own, *career_urls()]
