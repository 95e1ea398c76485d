"""QR codes as drawings."""

import segno


def qr_svg(address: str, *, ink: str = "#24211c") -> str:
    """The code as one SVG path without a quiet zone; a scanner reads `address`."""
    matrix = segno.make_qr(address, error="m").matrix
    parts = []
    for y, row in enumerate(matrix):
        x, width = 0, len(row)
        while x < width:
            if row[x]:
                start = x
                while x < width and row[x]:
                    x += 1
                parts.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            else:
                x += 1
    size = len(matrix)
    return (
        f'<svg viewBox="0 0 {size} {size}" role="img" aria-label="{address}">'
        f'<path fill="{ink}" d="{"".join(parts)}"/></svg>'
    )
