"""The form of each kind of question; `FORMS` is the one place that knows which is which, in the
order in which authors choose."""

from assessments.enums import Kind
from assessments.forms.kinds.cloze import ClozeForm
from assessments.forms.kinds.essay import EssayForm
from assessments.forms.kinds.matching import MatchingForm
from assessments.forms.kinds.number import NumberForm
from assessments.forms.kinds.options import MultipleChoiceForm, SingleChoiceForm
from assessments.forms.kinds.ordering import OrderingForm
from assessments.forms.kinds.role_play import RolePlayForm
from assessments.forms.kinds.scenario import ScenarioForm
from assessments.forms.kinds.short_text import ShortTextForm
from assessments.forms.kinds.true_false import TrueFalseForm
from assessments.forms.question import QuestionForm

FORMS: dict[str, type[QuestionForm]] = {
    Kind.SINGLE_CHOICE: SingleChoiceForm,
    Kind.MULTIPLE_CHOICE: MultipleChoiceForm,
    Kind.TRUE_FALSE: TrueFalseForm,
    Kind.SHORT_TEXT: ShortTextForm,
    Kind.NUMBER: NumberForm,
    Kind.MATCHING: MatchingForm,
    Kind.ORDERING: OrderingForm,
    Kind.CLOZE: ClozeForm,
    Kind.SCENARIO: ScenarioForm,
    Kind.ESSAY: EssayForm,
    Kind.ROLE_PLAY: RolePlayForm,
}
