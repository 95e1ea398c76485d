"""Courseware, enrolment and progress, certificates."""
