from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from assessments.admin.bank import CategoryViewSet, SkillViewSet
from assessments.admin.imports import ImportViewSet
from assessments.admin.questions import QuestionViewSet
from assessments.admin.quizzes import QuizViewSet
from assessments.admin.sheets import SheetViewSet
from assessments.admin.sittings import SittingViewSet


class AssessmentGroup(ModelViewSetGroup):
    menu_label = _("Assessments")
    menu_icon = "help"
    menu_order = 250
    items = (
        QuestionViewSet,
        ImportViewSet,
        CategoryViewSet,
        SkillViewSet,
        QuizViewSet,
        SittingViewSet,
        SheetViewSet,
    )


@hooks.register("register_admin_viewset")
def register_assessments() -> AssessmentGroup:
    return AssessmentGroup()
