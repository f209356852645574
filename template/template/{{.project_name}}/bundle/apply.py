# Databricks notebook source
# MAGIC %md
# MAGIC # Apply
# MAGIC Writes the approved fixes to the working copy and reads them back.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("apply", dbutils, displayHTML)
