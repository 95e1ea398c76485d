from wagtail import hooks

from conduct_records.admin.menu import CodebookViewSet


@hooks.register("register_admin_viewset")
def register_codebook() -> CodebookViewSet:
    return CodebookViewSet()
