from typing import Any

from lms.sheets.writing import looks_like_formula


class EscapedExport:
    """For Wagtail's listings: text that a spreadsheet program would run is marked as text in csv
    as well. (Wagtail itself takes care of xlsx.)"""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        written = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        if export_format == "csv" and isinstance(written, str) and looks_like_formula(written):
            return f"'{written}"
        return written
