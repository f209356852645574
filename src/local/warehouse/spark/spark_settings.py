"""How Spark is set up: small, on loopback only, and answering as Databricks SQL does."""

from __future__ import annotations

import os
from typing import Any


def prepare_environment(options: dict[str, Any]) -> None:
    """Has to come before pyspark is imported. Spark drops files into the working directory."""
    os.environ.update(TZ="UTC", SPARK_LOCAL_IP="127.0.0.1")
    # The wheel's own Spark is meant, whatever else is installed.
    for name in ("SPARK_HOME", "SPARK_CONF_DIR", "PYSPARK_SUBMIT_ARGS"):
        os.environ.pop(name, None)
    os.chdir(options["scratch"])


def settings_of(options: dict[str, Any]) -> dict[str, str]:
    """Spark's settings for these options: `engine`, `scratch`, `warehouse`, `metastore` or null, `catalogs`."""
    scratch = options["scratch"]
    engine = options["engine"]
    return {
        "spark.master": "local[2]",
        "spark.app.name": "genie-enhancer",
        "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        # Tables are small: compiling thoroughly and collecting in parallel cost more than they save.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.timezone=UTC"
        f" -Djava.io.tmpdir={scratch} -Dderby.system.home={scratch}",
        "spark.driver.extraClassPath": f"{engine}/jars/*:{engine}/classes",
        "spark.local.dir": scratch,
        "spark.sql.warehouse.dir": options["warehouse"],
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        # A task each at every snapshot by default, and fifty of them.
        "spark.databricks.delta.snapshotPartitions": "1",
        # VACUUM runs ten thousand tasks otherwise.
        "spark.sql.sources.parallelPartitionDiscovery.parallelism": "1",
        "spark.sql.sources.default": "delta",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        # Delta's parser drops parameters since Spark 4.1, so they are bound after parsing.
        "spark.sql.legacy.parameterSubstitution.constantsOnly": "true",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        **{f"spark.sql.catalog.{name}": "local.LocalCatalog" for name in options["catalogs"]},
        **metastore_settings(options["metastore"]),
    }


def metastore_settings(folder: str | None) -> dict[str, str]:
    """Which tables and views there are is kept in a Derby database of that folder, or in memory."""
    if folder is None:
        return {}
    hadoop = "spark.hadoop."
    return {
        "spark.sql.catalogImplementation": "hive",
        f"{hadoop}javax.jdo.option.ConnectionURL": f"jdbc:derby:;databaseName={folder};create=true",
        f"{hadoop}hive.metastore.schema.verification": "false",
        f"{hadoop}datanucleus.schema.autoCreateAll": "true",
    }
