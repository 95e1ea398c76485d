"""The floor: a Wagtail page with a rich text and nothing else."""
