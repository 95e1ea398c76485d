"""Files as people send them, made on the spot."""

import io
import struct
import zipfile
import zlib

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)

CAPTIONS = """WEBVTT

00:00.300 --> 00:03.000
奉茶：从拿杯子到收杯子，一共四步。

00:03.300 --> 00:06.000 align:start
看杯看水。<b>杯口</b>没有缺口；
茶水约 70 °C。
"""

WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\0" * 64
MATROSKA = b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska" + b"\0" * 64
MP4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0" * 64
MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\0" * 64
MP3_PLAIN = b"\xff\xfb\x90\x64" + b"\0" * 64
OGG = b"OggS\0\x02" + b"\0" * 64
WAV = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 64
PROGRAM = b"MZ\x90\0" + b"\0" * 64
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1024
OLE_ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 64


def svg(attributes: str = 'viewBox="0 0 9 9" width="9" height="9"', inside: str = "") -> bytes:
    return SVG.format(attributes, inside).encode()


def png(width: int, height: int) -> bytes:
    """A picture of one colour that takes next to nothing as a file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 2) * min(height, 100)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(**files: str) -> bytes:
    """A zip of the files; `__` stands for a slash and `_dot_` for a dot."""
    return zipped({name.replace("__", "/").replace("_dot_", "."): files[name] for name in files})


def zipped(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(name, text)
    return made.getvalue()


def office(part: str, **more: str) -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", f"{part}/document.xml": "<x/>", **more})


def encrypted_zip() -> bytes:
    """The flag of every entry says encrypted, in its own head and in the table of contents."""
    content = bytearray(zipped({"plan.txt": "x"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 0x1
    return bytes(content)


def huge_zip() -> bytes:
    """One small entry that says it unpacks to four thousand million bytes."""
    content = bytearray(zipped({"plan.txt": "x"}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<L", 0xFFFFFFF0)
    return bytes(content)


def pdf(trailer: str = "", pages: int = 1) -> bytes:
    return (
        f"%PDF-1.4\n1 0 obj<</Type /Pages /Kids [] /Count {pages}>>endobj\n"
        f"trailer<</Root 1 0 R {trailer}>>\n%%EOF\n"
    ).encode()


def compressed_pdf(pages: int) -> bytes:
    """As newer programs write it, with the page tree in a compressed stream."""
    inside = zlib.compress(f"1 0 <</Type/Pages/Kids[3 0 R]/Count {pages}>>".encode())
    return (
        b"%PDF-1.7\n4 0 obj<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>>\nstream\n"
        + inside
        + b"\nendstream endobj\n%%EOF\n"
    )
