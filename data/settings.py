"""The environment, read once into a frozen Settings; nothing else reads environment variables."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOM = Path(__file__).parent


class Settings(BaseSettings):
    """What a deployment may set; every value has a default that works on a fresh machine."""

    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="OBSERVATORIO_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    # The embedded database and the lock of the ETL; on a server outside the code, which is only read there.
    store: Path = ROOM / "store"
    database_url: str = Field(
        default_factory=lambda given: f"sqlite:///{given['store'] / 'observatorio.sqlite'}",
        validation_alias=AliasChoices("DATABASE_URL", "OBSERVATORIO_DATABASE_URL"),
    )
    raw: Path = ROOM / "raw"
    # Keys a person asks the office for; without one, the sources that need it are skipped with a sentence.
    inegi_token: SecretStr | None = None
    denue_token: SecretStr | None = None
    # A file that replaces parts of etl/services.yaml: another address, a slower pace.
    services: Path | None = None
    log: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    snapshot: Path = ROOM / "snapshot"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
