from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class BarePage(Page):
    text = RichTextField()
    template = "floor/bare_page.html"


class BareRow(models.Model):
    """What an append costs where nothing is hashed, sealed or put in order."""

    payload = models.TextField()
