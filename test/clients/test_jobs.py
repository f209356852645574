import unittest
from datetime import timedelta

from databricks.sdk.errors import BadRequest, NotFound
from databricks.sdk.service.iam import AccessControlRequest, PermissionLevel
from databricks.sdk.service.jobs import (
    ConditionTask,
    ConditionTaskOp,
    ForEachTask,
    JobParameterDefinition,
    JobSettings,
    NotebookTask,
    QueueSettings,
    RunLifeCycleState,
    RunResultState,
    Task,
    TaskDependency,
)
from databricks.sdk.service.workspace import Language

from workspace import client

FOLDER = "/Shared/client-jobs"
GREET = 'dbutils.notebook.exit("Hello " + dbutils.widgets.get("name"))'
# Fails until the job is told that it is mended.
FRAGILE = 'assert dbutils.widgets.get("mended") == "yes", "the oven is cold"\ndbutils.notebook.exit("warm")'
SLOW = "import time\ntime.sleep(60)"


def notebook(key: str, file: str, after: str | None = None, **parameters: str) -> Task:
    task = NotebookTask(notebook_path=f"{FOLDER}/{file}", base_parameters=parameters)
    return Task(key, notebook_task=task, depends_on=[TaskDependency(after)] if after else None)


class Jobs(unittest.TestCase):
    def setUp(self):
        self.w = client()
        self.w.workspace.mkdirs(FOLDER)
        self.addCleanup(self.w.workspace.delete, FOLDER, recursive=True)
        for name, source in {"greet": GREET, "fragile": FRAGILE, "slow": SLOW}.items():
            self.w.workspace.upload(f"{FOLDER}/{name}", source.encode(), language=Language.PYTHON)

    def create(self, name: str, *tasks: Task, **parameters: str) -> int:
        definitions = [JobParameterDefinition(name=key, default=value) for key, value in parameters.items()]
        job_id = self.w.jobs.create(
            name=name, tasks=list(tasks), parameters=definitions, queue=QueueSettings(enabled=True)
        ).job_id
        self.addCleanup(self.w.jobs.delete, job_id)
        return job_id

    def results(self, run) -> dict:
        """The result of the latest attempt of each task."""
        return {task.task_key: task.state.result_state for task in run.tasks}

    def output(self, run, key: str):
        """What the latest attempt of a task gave back."""
        return self.w.jobs.get_run_output([task for task in run.tasks if task.task_key == key][-1].run_id)

    def test_a_job_is_kept_changed_listed_and_deleted(self):
        job_id = self.w.jobs.create(name="Kept", tasks=[notebook("greet", "greet", name="you")]).job_id
        self.w.jobs.update(job_id, new_settings=JobSettings(name="Renamed"))
        read = self.w.jobs.get(job_id)
        self.assertEqual((read.settings.name, read.settings.tasks[0].task_key), ("Renamed", "greet"))
        self.assertEqual([each.job_id for each in self.w.jobs.list(name="renamed")], [job_id])
        self.w.jobs.reset(job_id, new_settings=JobSettings(name="Reset"))
        self.assertEqual((self.w.jobs.get(job_id).settings.name, list(self.w.jobs.list(name="Renamed"))), ("Reset", []))
        self.w.jobs.delete(job_id)
        with self.assertRaises((NotFound, BadRequest)):
            self.w.jobs.get(job_id)

    def test_a_run_is_waited_for_and_its_parameters_reach_the_notebook(self):
        job_id = self.create("Greeting", notebook("greet", "greet", name="{{job.parameters.who}}"), who="nobody")
        run = self.w.jobs.run_now_and_wait(job_id, job_parameters={"who": "baker"})
        self.assertEqual(run.state.life_cycle_state, RunLifeCycleState.TERMINATED)
        self.assertEqual(run.state.result_state, RunResultState.SUCCESS)
        output = self.output(run, "greet")
        self.assertEqual((output.notebook_output.result, output.notebook_output.truncated), ("Hello baker", False))
        self.assertEqual([(each.name, each.value) for each in run.job_parameters], [("who", "baker")])
        self.assertIn(run.run_id, [each.run_id for each in self.w.jobs.list_runs(job_id=job_id)])

    def test_who_may_do_what_with_a_job_is_read_and_added_to(self):
        job_id = str(self.create("Guarded", notebook("greet", "greet", name="you")))
        users = AccessControlRequest(group_name="users", permission_level=PermissionLevel.CAN_MANAGE_RUN)
        self.w.permissions.update("jobs", job_id, access_control_list=[users])
        entries = self.w.permissions.get("jobs", job_id).access_control_list
        levels = {each.user_name or each.group_name: each.all_permissions[0].permission_level for each in entries}
        self.assertEqual(levels["users"], PermissionLevel.CAN_MANAGE_RUN)
        self.assertEqual(levels["local.user@example.com"], PermissionLevel.IS_OWNER)

    def test_one_token_starts_one_run(self):
        job_id = self.create("Once", notebook("greet", "greet", name="you"))
        first, second = (self.w.jobs.run_now(job_id, idempotency_token="once").run_id for _ in range(2))
        self.assertEqual(first, second)
        self.w.jobs.wait_get_run_job_terminated_or_skipped(first)

    def test_a_repair_runs_only_what_failed_and_what_waits_for_it(self):
        job_id = self.create(
            "Repaired",
            notebook("greet", "greet", name="you"),
            notebook("bake", "fragile", after="greet", mended="{{job.parameters.mended}}"),
            notebook("sell", "greet", after="bake", name="customer"),
            mended="no",
        )
        failed = self.w.jobs.run_now_and_wait(job_id)
        self.assertEqual(failed.state.result_state, RunResultState.FAILED)
        self.assertEqual(
            self.results(failed),
            {
                "greet": RunResultState.SUCCESS,
                "bake": RunResultState.FAILED,
                "sell": RunResultState.UPSTREAM_FAILED,
            },
        )
        self.assertIn("the oven is cold", self.output(failed, "bake").error)

        repaired = self.w.jobs.repair_run_and_wait(
            failed.run_id, rerun_all_failed_tasks=True, job_parameters={"mended": "yes"}
        )
        self.assertEqual(repaired.state.result_state, RunResultState.SUCCESS)
        attempts = [task.task_key for task in repaired.tasks]
        self.assertEqual((attempts.count("greet"), attempts.count("bake"), attempts.count("sell")), (1, 2, 2))
        self.assertEqual(self.output(repaired, "bake").notebook_output.result, "warm")
        history = self.w.jobs.get_run(failed.run_id, include_history=True).repair_history
        self.assertEqual([each.type.value for each in history], ["ORIGINAL", "REPAIR"])

    def test_a_second_repair_names_the_one_before_it(self):
        job_id = self.create("Twice", notebook("bake", "fragile", mended="no"))
        run_id = self.w.jobs.run_now_and_wait(job_id).run_id
        self.w.jobs.repair_run_and_wait(run_id, rerun_tasks=["bake"])
        with self.assertRaisesRegex(BadRequest, "latest_repair_id"):
            self.w.jobs.repair_run(run_id, rerun_tasks=["bake"])
        latest = self.w.jobs.get_run(run_id, include_history=True).repair_history[-1].id
        self.w.jobs.repair_run_and_wait(run_id, rerun_tasks=["bake"], latest_repair_id=latest)
        self.assertEqual(len(self.w.jobs.get_run(run_id, include_history=True).repair_history), 3)

    def test_a_loop_and_a_condition_say_what_came_of_them(self):
        each = ForEachTask(inputs='["rye", "oat"]', task=notebook("one", "greet", name="{{input}}"), concurrency=2)
        left, equal = "{{job.parameters.day}}", ConditionTaskOp.EQUAL_TO
        on_sunday = TaskDependency("sunday", outcome="true")
        job_id = self.create(
            "Branching",
            Task("loop", for_each_task=each),
            Task("sunday", condition_task=ConditionTask(equal, left, "sunday"), depends_on=[TaskDependency("loop")]),
            Task("rest", notebook_task=NotebookTask(f"{FOLDER}/greet"), depends_on=[on_sunday]),
            day="monday",
        )
        run = self.w.jobs.run_now_and_wait(job_id)
        self.assertEqual(self.results(run)["rest"], RunResultState.EXCLUDED)
        loop, condition = (next(task for task in run.tasks if task.task_key == key) for key in ("loop", "sunday"))
        self.assertEqual(condition.condition_task.outcome, "false")
        self.assertEqual(loop.for_each_task.stats.task_run_stats.succeeded_iterations, 2)
        asked = self.w.jobs.get_run(loop.run_id)
        self.assertEqual([task.task_key for task in asked.tasks], ["loop"])
        outputs = {self.w.jobs.get_run_output(each.run_id).notebook_output.result for each in asked.iterations}
        self.assertEqual(outputs, {"Hello rye", "Hello oat"})

    def test_a_run_that_is_cancelled_ends_so(self):
        job_id = self.create("Stopped", notebook("slow", "slow"))
        run_id = self.w.jobs.run_now(job_id).run_id
        run = self.w.jobs.cancel_run_and_wait(run_id, timeout=timedelta(seconds=30))
        self.assertEqual(run.state.result_state, RunResultState.CANCELED)

    def test_the_output_of_a_whole_run_of_several_tasks_is_refused(self):
        job_id = self.create("Two", notebook("one", "greet", name="a"), notebook("two", "greet", name="b"))
        run = self.w.jobs.run_now_and_wait(job_id)
        with self.assertRaisesRegex(BadRequest, "multiple tasks"):
            self.w.jobs.get_run_output(run.run_id)
