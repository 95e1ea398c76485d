from django.apps import AppConfig


class PdfConfig(AppConfig):
    name = "lms.pdf"
    label = "pdf"
