# Databricks notebook source
# MAGIC %md
# MAGIC # Decide
# MAGIC Records a person's decision on a plan that awaits approval, and starts the job again for its run.

# COMMAND ----------

try:
    import launcher
except ModuleNotFoundError:  # The notebook's folder is not on the path.
    import sys

    path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
    sys.path.append("/Workspace" + path.removeprefix("/Workspace").rpartition("/")[0])
    import launcher

launcher.run("decide", dbutils, displayHTML)
