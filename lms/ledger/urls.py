from typing import Any

from django.urls import path, register_converter

from lms.ledger.enums import Log
from lms.ledger.views import entry, public, register


class LogConverter:
    regex = "|".join(Log.values)

    def to_python(self, value: str) -> Log:
        return Log(value)

    def to_url(self, value: Any) -> str:
        return str(value)


register_converter(LogConverter, "log")

app_name = "ledger"
urlpatterns = [
    path("desk/ledger/", register.register, name="register"),
    path("desk/ledger/verify/", register.verify_now, name="verify"),
    path("desk/ledger/verifications/<uuid:pk>/", register.verification, name="verification"),
    path("desk/ledger/<log:log>/<int:seq>/", entry.entry, name="entry"),
    path("desk/ledger/<log:log>/<int:seq>/bundle.json", entry.bundle, name="bundle"),
    path("ledger/", public.about, name="about"),
    path("ledger/verifier.py", public.verifier, name="verifier"),
    path("ledger/checkpoint/<log:log>", public.checkpoint, name="checkpoint"),
    path("ledger/checkpoints/<log:log>", public.checkpoint_list, name="checkpoints"),
    path("ledger/consistency/<log:log>", public.consistency, name="consistency"),
]
