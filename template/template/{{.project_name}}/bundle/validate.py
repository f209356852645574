# Databricks notebook source
# MAGIC %md
# MAGIC # Validate
# MAGIC Measures the fixes against the best configuration so far, and keeps those that prove to help.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("validate", dbutils, displayHTML)
