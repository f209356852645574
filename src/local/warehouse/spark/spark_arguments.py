"""Parameters as literals of their type. A value is read before it becomes SQL, so that none can be anything else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any


def arguments_of(parameters: list[dict[str, Any]]) -> dict[str, Any] | list[Any] | None:
    """By name, or in order where they have none; nothing where there are none."""
    values = {parameter["name"]: literal(parameter) for parameter in parameters}
    if not parameters:
        return None
    if all(parameter["name"] == "" for parameter in parameters):
        return [literal(parameter) for parameter in parameters]
    return values


def literal(parameter: dict[str, Any]) -> Any:
    """`{type, value}` as what `SparkSession.sql` takes: `type` is a SQL type's name, `value` its text or null."""
    value = parameter["value"]
    if value is None:
        return None
    name = parameter["type"].upper().split("(")[0].strip()
    return LITERALS.get(name, str)(value)


def expression(sql: str) -> Any:
    from pyspark.sql.functions import expr

    return expr(sql)


def whole(suffix: str) -> Callable[[str], Any]:
    return lambda value: expression(f"{int(value)}{suffix}")


def instant(value: str) -> Any:
    when = datetime.datetime.fromisoformat(value)
    if when.tzinfo is None:
        return expression(f"TIMESTAMP'{when.isoformat(sep=' ')}'")
    return expression(f"TIMESTAMP'{when.astimezone(datetime.timezone.utc).isoformat(sep=' ')}'")


def exact(value: str) -> Any:
    return expression(f"{Decimal(value):f}BD")


def day(value: str) -> Any:
    return expression(f"DATE'{datetime.date.fromisoformat(value[:10]).isoformat()}'")


LITERALS: dict[str, Callable[[str], Any]] = {
    "TINYINT": whole("Y"),
    "BYTE": whole("Y"),
    "SMALLINT": whole("S"),
    "SHORT": whole("S"),
    "INT": whole(""),
    "INTEGER": whole(""),
    "BIGINT": whole("L"),
    "LONG": whole("L"),
    "FLOAT": lambda value: expression(f"{float(value)!r}F"),
    "DOUBLE": float,
    "DECIMAL": exact,
    "BOOLEAN": lambda value: value.strip().lower() == "true",
    "DATE": day,
    "TIMESTAMP": instant,
    "VOID": lambda _value: None,
}
