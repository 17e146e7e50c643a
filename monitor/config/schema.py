"""JSON Schemas of the configuration files, so that editors complete and check as one types."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from monitor.config.feeds import FeedsFile
from monitor.config.settings import Settings
from monitor.config.subscribers import SubscribersFile
from monitor.config.terms import TermsFile
from monitor.config.watches import WatchFile

MODELS: dict[str, type[BaseModel]] = {
    "monitor": Settings,
    "feeds": FeedsFile,
    "subscribers": SubscribersFile,
    "watch": WatchFile,
    "terms": TermsFile,
}


class _AsTyped(GenerateJsonSchema):
    """Writes a default as its user would type it: ``5m``, not pydantic's ``PT5M``."""

    def get_default_value(self, schema: core_schema.WithDefaultSchema) -> Any:
        default = super().get_default_value(schema)
        inner: Any = schema["schema"]
        while "serialization" not in inner and "schema" in inner:
            inner = inner["schema"]
        if isinstance(default, int | timedelta) and "serialization" in inner:
            return inner["serialization"]["function"](default)
        return default


def schema_text(name: str) -> str:
    """Return the JSON Schema of the files called ``name`` (a key of ``MODELS``), as shipped."""
    schema: dict[str, Any] = MODELS[name].model_json_schema(schema_generator=_AsTyped)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schemas(directory: Path) -> tuple[Path, ...]:
    """Write every schema to ``directory/NAME.json`` and return the files."""
    directory.mkdir(parents=True, exist_ok=True)
    files = tuple(directory / f"{name}.json" for name in MODELS)
    for file in files:
        file.write_text(schema_text(file.stem), "utf-8")
    return files
