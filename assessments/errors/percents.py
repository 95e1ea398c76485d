"""Why percentages beside options do not say what each of them earns."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.wording import KeyIsNoNumber, PercentOutOfRange


class OptionPercentRefused(PercentOutOfRange):
    message = _("An option earns -100 to 100 per cent, with at most five decimals.")


class OneFullOptionRefused(PercentOutOfRange):
    message = _("The right option earns 100 per cent, every other one less.")


class PercentsDoNotAddUp(PercentOutOfRange):
    message = _(
        "The right options earn more than 0 per cent and 100 together, the others nothing or less."
    )


class PercentsNotAsked(PercentOutOfRange):
    message = _("Percentages count where partly right answers are marked by them, and only there.")


class OtherIsNoNumber(KeyIsNoNumber):
    message = _("Each other answer begins with a number, such as 25 or 25 ± 1.")
