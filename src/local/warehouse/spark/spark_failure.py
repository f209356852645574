"""What went wrong with a statement, in Spark's own words: error condition, SQLSTATE and message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CANCELLED = {
    "condition": "OPERATION_CANCELED",
    "sqlState": "HY008",
    "message": "Operation has been canceled.",
    "javaClass": "",
}


def failure_of(error: BaseException) -> dict[str, str]:
    """The first of an error's causes that has a condition; Spark wraps what Delta and tasks throw."""
    for cause in java_causes(error):
        condition = cause.getCondition() if is_spark_throwable(cause) else None
        if condition:
            return {
                "condition": condition,
                "sqlState": cause.getSqlState() or "XX000",
                "message": cause.getMessage() or "",
                "javaClass": cause.getClass().getName(),
            }
    return {
        "condition": "INTERNAL_ERROR",
        "sqlState": "XX000",
        "message": str(error) or type(error).__name__,
        "javaClass": "",
    }


def java_causes(error: BaseException) -> Iterator[Any]:
    """The JVM's exception behind an error of pyspark's, and what caused it."""
    cause = getattr(error, "_origin", None) or getattr(error, "java_exception", None)
    while cause is not None:
        yield cause
        cause = cause.getCause()


def is_spark_throwable(cause: Any) -> bool:
    from py4j.java_gateway import is_instance_of
    from pyspark import SparkContext

    return is_instance_of(SparkContext._gateway, cause, "org.apache.spark.SparkThrowable")
