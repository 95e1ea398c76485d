from django import forms

from lms.people.models import Post, Unit


def in_tree(unit: Unit) -> str:
    """The name, set in by the depth in the tree."""
    return "\u2003" * unit.depth + unit.localised_name


class UnitChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return in_tree(obj)


class PostChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.group} · {obj}"
