"""Sessions of one Spark: a statement runs in the one of its catalog, schema and time zone."""

from __future__ import annotations

import re
import threading
from typing import Any

from spark_arguments import arguments_of
from spark_settings import settings_of
from spark_values import encoded

#: These change the session they run in, and none here belongs to one caller.
CHANGES_SESSION = re.compile(r"\s*(?:USE|SET|RESET)\b", re.IGNORECASE)


class Sessions:
    """One Spark, started here."""

    def __init__(self, options: dict[str, Any]) -> None:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder
        for name, value in settings_of(options).items():
            builder = builder.config(name, value)
        self._root = builder.getOrCreate()
        self._open: dict[tuple[str, str, str], Any] = {}
        self._lock = threading.Lock()
        gateway = self._root.sparkContext._gateway
        assert gateway is not None
        #: The JVM's process.
        self.jvm = gateway.proc

    def run(self, number: int, sql: str, parameters: list[dict[str, Any]], place: dict[str, str]) -> dict[str, Any]:
        """One statement: its result's schema as Spark writes it in JSON, and its rows."""
        spark = self._new(place)[0] if CHANGES_SESSION.match(sql) else self._at(place)
        spark.sparkContext.setJobGroup(group_of(number), sql[:100], interruptOnCancel=True)
        frame = spark.sql(sql, arguments_of(parameters))
        fields = frame.schema.fields
        rows = [[encoded(value, field.dataType) for value, field in zip(row, fields)] for row in frame.collect()]
        return {"schema": frame.schema.jsonValue(), "rows": rows}

    def cancel(self, number: int) -> None:
        """Ends the jobs of a statement, those still to come as well."""
        self._root.sparkContext._jsc.sc().cancelJobGroupAndFutureJobs(group_of(number))

    def _at(self, place: dict[str, str]) -> Any:
        key = (place["catalog"], place["schema"], place["timeZone"])
        with self._lock:
            known = self._open.get(key)
            if known is None:
                known, complete = self._new(place)
                if complete:
                    self._open[key] = known
            return known

    def _new(self, place: dict[str, str]) -> tuple[Any, bool]:
        """A session, and whether it stands in the schema: one that does not exist yet may be made by the next statement."""
        spark = self._root.newSession()
        spark.conf.set("spark.sql.session.timeZone", place["timeZone"])
        try:
            spark.sql(f"USE {quoted(place['catalog'])}.{quoted(place['schema'])}")
        except Exception:  # No such catalog or schema: names in full still mean something.
            return spark, False
        return spark, True


def group_of(number: int) -> str:
    return f"statement-{number}"


def quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
