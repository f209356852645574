# Databricks notebook source
# MAGIC %md
# MAGIC # Doctor
# MAGIC Checks all that a run will need, and says who has to do what.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("doctor", dbutils, displayHTML)
