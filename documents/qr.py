"""QR codes as data addresses."""

import segno


def qr_data_uri(text: str) -> str:
    """An SVG of the QR code (error correction M) as a `data:` address."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=1)
