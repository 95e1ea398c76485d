from wagtail.fields import RichTextField
from wagtail.models import Page


class BarePage(Page):
    text = RichTextField()
    template = "floor/bare_page.html"
