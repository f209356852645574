# Databricks notebook source
# MAGIC %md
# MAGIC # Watch
# MAGIC Scores the space without changing it and tells whether the score dropped.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("watch", dbutils, displayHTML)
