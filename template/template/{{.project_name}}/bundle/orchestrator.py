# Databricks notebook source
# MAGIC %md
# MAGIC # Orchestrator
# MAGIC Opens the run: reads space and exam, makes the working copies, takes the space's lease, and writes the loop's row.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("orchestrator", dbutils, displayHTML)
