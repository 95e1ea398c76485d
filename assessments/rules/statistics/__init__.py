"""Statistics of a quiz and of its questions, as Moodle defines them, with what may be said of them.

The definitions are those of "Quiz statistics calculations"
(https://docs.moodle.org/dev/Quiz_statistics_calculations), which each module names by its section.
Sums are exact; a share becomes a float at the very end.
"""
