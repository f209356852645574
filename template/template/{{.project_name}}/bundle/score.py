# Databricks notebook source
# MAGIC %md
# MAGIC # Score
# MAGIC Asks the working copy the exam's questions and judges each answer against the expected one.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("score", dbutils, displayHTML)
