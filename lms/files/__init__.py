"""Uploaded files: the picture model, and handing files out so that nothing in them can run."""
