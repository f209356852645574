# Databricks notebook source
# MAGIC %md
# MAGIC # Loop
# MAGIC Writes lessons and reports, then ends the run or starts the job's next loop. It also runs when a task before it failed.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("loop", dbutils, displayHTML)
