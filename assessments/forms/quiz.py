from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Question, Quiz
from assessments.queries import pool_size, questions
from assessments.rules.quiz_settings import QuizSettings


class QuestionsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        stem = Truncator(obj.current_version.stem).chars(60)
        return f"{obj.code} · {stem}" + (f" ({_('retired')})" if obj.is_retired else "")


class QuizForm(forms.ModelForm):
    questions = QuestionsField(
        label=_("Questions"),
        queryset=Question.objects.none(),
        required=False,
        help_text=_("Each sitting draws from the ticked questions that are not retired."),
    )

    class Meta:
        model = Quiz
        fields = [
            "code",
            "title",
            "title_en",
            "draw",
            "shuffle",
            "pass_percent",
            "time_limit_minutes",
            "attempts_allowed",
            "feedback",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["questions"]
        assert isinstance(field, QuestionsField)
        field.queryset = questions()
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.initial["questions"] = list(
                self.instance.quiz_questions.values_list("question_id", flat=True)
            )
            size = {"size": pool_size(self.instance)}
            self.fields["draw"].help_text = gettext("There are %(size)d to draw from now.") % size

    def settings(self) -> QuizSettings:
        names = [name for name in self.Meta.fields if name != "code"]
        return QuizSettings(**{name: self.cleaned_data[name] for name in names})

    def chosen(self) -> list[Question]:
        """The ticked questions: those of before in their order, then the new ones by code."""
        before = {pk: place for place, pk in enumerate(self.initial.get("questions", []))}
        ticked = sorted(self.cleaned_data["questions"], key=lambda question: question.code)
        return sorted(ticked, key=lambda question: before.get(question.pk, len(before)))
