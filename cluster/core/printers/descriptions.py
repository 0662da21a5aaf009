"""What the columns mean, for the API's Table: upstream takes most of it from the documentation of the fields."""

from functools import lru_cache

from cluster.core import schema
from cluster.core.printers.columns import Column


@lru_cache(maxsize=256)
def description(column: Column) -> str:
    """The column's own description, or that of the schema field which documents it."""
    if not column.documented_by:
        return column.description
    type_name, field = column.documented_by.split(".")
    candidates = [name for name in schema.definitions() if name.endswith(f".{type_name}")]
    # Events exist in two groups, autoscalers in two versions: the core group's, else the newest, is meant.
    chosen = schema.definitions()[max(candidates, key=lambda name: (".core." in name, name))]
    return schema.description(schema.field_of(chosen, field) or {})
