"""Whether a file is what it says and does no harm. Plain functions on open files: they read what
they need, leave the file where it was, and raise `lms.files.errors.FileRefused`."""
