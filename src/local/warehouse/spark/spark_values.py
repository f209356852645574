"""Values of a result as JSON that loses nothing: what a JavaScript number would round goes as text."""

from __future__ import annotations

import base64
import datetime
import math
from typing import Any

from pyspark.sql import types

#: JSON has no such numbers.
NOT_FINITE = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def encoded(value: Any, kind: types.DataType) -> Any:
    """A value of a type: whole numbers beyond 32 bits and decimals as text, maps as pairs, structs as lists."""
    if value is None:
        return None
    match kind:
        case types.LongType():
            return str(value)
        case types.DecimalType():
            return format(value, "f")
        case types.FloatType() | types.DoubleType():
            return value if math.isfinite(value) else NOT_FINITE[str(value)]
        case types.TimestampType() | types.TimestampNTZType():
            # Naive: pyspark gives local time, and the process lives in UTC.
            return value.isoformat(timespec="microseconds")
        case types.BinaryType():
            return base64.b64encode(value).decode()
        case types.DayTimeIntervalType():
            return str(value // datetime.timedelta(microseconds=1))
        case types.ArrayType():
            return [encoded(item, kind.elementType) for item in value]
        case types.MapType():
            return [[encoded(key, kind.keyType), encoded(item, kind.valueType)] for key, item in value.items()]
        case types.StructType():
            return [encoded(item, field.dataType) for item, field in zip(value, kind.fields)]
        case types.VariantType():
            return value.toJson()
    return value if isinstance(value, (bool, int)) else str(value)
