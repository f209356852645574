# Databricks notebook source
# MAGIC %md
# MAGIC # Plan
# MAGIC Lets the model propose fixes for what failed, checks each, and stores the plan, for approval when that is wanted.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("plan", dbutils, displayHTML)
