from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.queries.acknowledgements import OpenStatement
from lms.people.forms.paper import PaperForm


class StatementPaperForm(PaperForm):
    """A statement that somebody signed on paper, when, and the scan of it."""

    statement = forms.ChoiceField(label=_("Statement"), widget=forms.RadioSelect)
    field_order = ("statement",)

    def __init__(self, *args: Any, statements: Sequence[OpenStatement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements = {str(each.block_id): each for each in statements}
        self.fields["statement"].choices = [  # type: ignore[attr-defined]
            (key, f"{each.lesson.title} · {each.statement.name}")
            for key, each in self.statements.items()
        ]
        if len(self.statements) == 1:
            self.fields["statement"].initial = next(iter(self.statements))

    def clean_statement(self) -> OpenStatement:
        return self.statements[self.cleaned_data["statement"]]
