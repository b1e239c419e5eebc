"""The official services as data: where each answers, how politely it is asked, how much of it is taken.

services.yaml holds them; the file named by OBSERVATORIO_SERVICES may replace parts of an entry (a moved address,
a slower pace), which is also how tests put a local server in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.settings import settings

ROOM = Path(__file__).parent


class Service(BaseModel):
    """One service: its address without a slash at the end, and the manners it is asked with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    base: Annotated[str, Field(pattern=r"^https?://.*[^/]$")]
    pace: Annotated[float, Field(ge=0)] = 0.5  # seconds between the starts of two requests to one host
    connect_timeout: Annotated[float, Field(gt=0)] = 10
    read_timeout: Annotated[float, Field(gt=0)] = 60
    longest_minutes: Annotated[float, Field(gt=0)] = 60  # for one answer, however steadily it drips
    attempts: Annotated[int, Field(ge=1, le=10)] = 4
    longest_pause: Annotated[float, Field(ge=0)] = 60  # seconds; a service that asks for more is left for the next run
    max_mb: Annotated[float, Field(gt=0)] = 100
    keep_hours: Annotated[float, Field(ge=0)] = 20
    token: Literal["inegi_token", "denue_token"] | None = None
    how: str = ""  # how a person gets the token
    certificate: str | None = None  # a bundle in etl/certificates/ that completes the chain the service sends
    insecure: bool = False  # certificate not checked: an explicit choice, told in every run
    views: Mapping[str, str] = Field(default_factory=dict)  # parts of addresses that change without notice


class ServiceError(Exception):
    """services.yaml, or the file that replaces parts of it, cannot be used; says which entry and why."""


def services(replacing: Path | None = None) -> dict[str, Service]:
    """Every service by id, with the replacements of `replacing` (default: the settings')."""
    entries = {e["id"]: dict(e) for e in _read(ROOM / "services.yaml")}
    other = replacing or settings().services
    for entry in _read(other) if other else []:
        if entry.get("id") not in entries:
            raise ServiceError(f"{other}: there is no service «{entry.get('id')}»; there are: {', '.join(entries)}")
        entries[entry["id"]] |= entry
    try:
        return {name: Service.model_validate(entry) for name, entry in entries.items()}
    except ValidationError as error:
        raise ServiceError(f"{other or ROOM / 'services.yaml'}: {error}") from None


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ServiceError(f"{path} cannot be read: {error}") from None
    if not isinstance(found, list) or not all(isinstance(e, dict) for e in found):
        raise ServiceError(f"{path}: expected a list of services, each with its id")
    return found
