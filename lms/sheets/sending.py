"""Sheets as answers of a view: files to be kept."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from lms.sheets.writing import CSV_TYPE, XLSX_TYPE, Column, Row, Sheet, write_csv, write_xlsx


def xlsx_response(sheets: Iterable[Sheet], name: str) -> FileResponse:
    """`name` is that of the file, without its ending."""
    file = TemporaryFile()  # noqa: SIM115  closed with the answer
    write_xlsx(file, sheets)
    return as_download(file, f"{name}.xlsx")


def as_download(file: IO[bytes], name: str) -> FileResponse:
    """A workbook that was written just now."""
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def csv_response(
    columns: Sequence[Column], rows: Iterable[Row], name: str
) -> StreamingHttpResponse:
    """`name` is that of the file, without its ending."""
    response = StreamingHttpResponse(write_csv(columns, rows), content_type=CSV_TYPE)
    header = content_disposition_header(True, f"{name}.csv")
    response.headers["Content-Disposition"] = header or "attachment"
    return response
