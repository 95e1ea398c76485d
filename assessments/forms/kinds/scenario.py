from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import EnglishDoesNotFit, TalkGoesOtherwise
from assessments.forms.passages import Passage
from assessments.forms.question import Content, QuestionForm
from assessments.rules.kinds.scenario import parse, unparse
from assessments.rules.translation import overlaid


class ScenarioForm(QuestionForm):
    kind = Kind.SCENARIO
    purpose = _("A talk that branches: what the learner chooses to say decides how it goes on.")
    own = ("talk",)
    own_english = ("english_talk",)
    template = "assessments/admin/kinds/scenario.html"
    example = _(
        "# start @resident\n"
        "A stray dog bit me! What will you do?\n"
        "- Please sit down. Where are you hurt? -> calm (2)\n"
        "- Dogs are none of our business. -> angry (0)\n"
        "  = The resident gets louder.\n"
        "# calm @resident\n"
        "My hand. Thank you.\n"
        "END\n"
        "# angry @resident\n"
        "I will complain!\n"
        "END"
    )

    talk = Passage(label=_("Talk that branches"), rows=24, is_code=True)
    english_talk = Passage(
        label=_("Talk that branches"),
        rows=16,
        is_code=True,
        required=False,
        help_text=_(
            "The same talk with English words. Names of turns, choices and where they lead stay as "
            "they are; scores count as in the Chinese."
        ),
    )

    def read(self) -> tuple[Content, Content]:
        return parse(self.cleaned_data["talk"])

    def read_english(self, content: Content) -> Content:
        """Raises `EnglishDoesNotFit`, `TalkGoesOtherwise` besides what `parse` raises."""
        if not self.cleaned_data["english_talk"]:
            return {}
        said, __ = parse(self.cleaned_data["english_talk"])
        if len(said["turns"]) != len(content["turns"]):
            raise EnglishDoesNotFit
        names = {turn.get("name", "") for turn in content["turns"]}
        for ours, theirs in zip(content["turns"], said["turns"], strict=True):
            if "" in names:  # a talk without names goes by the places of its turns
                theirs.pop("name")
            if _way(ours) != _way(theirs) or theirs.get("name", "") != ours.get("name", ""):
                raise TalkGoesOtherwise(turn=theirs.get("name") or ours.get("name", ""))
        return said

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        return {"talk": unparse(content, key)}

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        talk = unparse(overlaid(content, english), key) if english else ""
        return {"english_talk": talk}


def _way(turn: Content) -> tuple[Any, ...]:
    """What the English of a turn has in common with the Chinese."""
    choices = [(choice["to"], bool(choice.get("reply"))) for choice in turn.get("choices", ())]
    return choices, bool(turn.get("is_end")), bool(turn.get("speaker"))
