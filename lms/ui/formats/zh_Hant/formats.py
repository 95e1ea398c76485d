"""Django pads a month that stands without its year: 04月3日."""

MONTH_DAY_FORMAT = "n月j日"
