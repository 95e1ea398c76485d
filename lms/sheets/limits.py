from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How large a sheet may be; the row of headings does not count."""

    rows: int = 20_000
    columns: int = 100
    megabytes: int = 20
    unpacked_megabytes: int = 200

    @property
    def size(self) -> int:
        return self.megabytes * MEGABYTE

    @property
    def unpacked_size(self) -> int:
        return self.unpacked_megabytes * MEGABYTE


LIMITS = Limits()
