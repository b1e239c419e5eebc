"""The links that some services leave out of their certificate chain, as PEM files, and how they are put to use.

A link given here does not widen what is trusted by anything but that link: roots stay those of certifi.
"""

from __future__ import annotations

from pathlib import Path

import certifi

from etl.services import Service, ServiceError

ROOM = Path(__file__).parent


def completed(service: Service, folder: Path) -> Path:
    """The roots of certifi and the service's missing link in one file, written under `folder`.

    service.certificate: a file of this room, or the whole path of one elsewhere. Raises ServiceError where it is
    not there or holds no certificate.
    """
    link = ROOM / str(service.certificate)  # a whole path replaces the room
    try:
        pem = link.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        pem = ""
    if "-----BEGIN CERTIFICATE-----" not in pem:
        raise ServiceError(
            f"{service.id}: services.yaml names the certificate «{service.certificate}», and no PEM certificate is "
            f"there; README, «Certificates», says how to get it"
        )
    bundle = folder / "certificates" / f"{service.id}.pem"
    text = Path(certifi.where()).read_text(encoding="utf-8").rstrip() + "\n\n" + pem
    if not bundle.is_file() or bundle.read_text(encoding="utf-8") != text:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        part = bundle.with_suffix(".new")
        part.write_text(text, encoding="utf-8")
        part.replace(bundle)
    return bundle
