import json
import unittest

from databricks.sdk.service.jobs import NotebookTask, Task
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole
from databricks.sdk.service.workspace import Language

from workspace import FRANCHISES, SALES, client, create_space, document, ready

# What the platform sends and the SDK has no place for.
UNTYPED = {
    "Run: format",
    # The SDK looks for `finishReason`.
    "QueryEndpointResponse: choices.finish_reason",
    "SchemaInfo: securable_type",
    # The metastore, which the SDK has no word for.
    "SchemaInfo: effective_predictive_optimization_flag.inherited_from_type",
}


def unknown(raw, typed, path: str = ""):
    """Paths of what stood in an answer and is lost in the SDK's object: members and words it does not know."""
    if isinstance(raw, dict) and isinstance(typed, dict):
        for name, value in raw.items():
            here = f"{path}.{name}" if path else name
            if name in typed:
                yield from unknown(value, typed[name], here)
            elif value not in (None, [], {}, ""):
                yield here
    elif isinstance(raw, list) and isinstance(typed, list):
        for one, other in zip(raw, typed):
            yield from unknown(one, other, path)


class Members(unittest.TestCase):
    """Every member and every word that the workspace sends is one that the official client has a name for."""

    @classmethod
    def setUpClass(cls):
        cls.w = client()
        cls.heard = []
        send = cls.w.api_client.do

        def listening(*given, **more):
            reply = send(*given, **more)
            cls.heard.append(reply)
            return reply

        cls.w.api_client.do = listening

    def sees_all_of(self, call) -> list:
        """Makes a call and holds what came against what it became. Gives the objects."""
        self.heard.clear()
        got = call()
        if hasattr(got, "as_dict"):
            pairs = [(self.heard[-1], got)]
        else:
            objects = list(got)
            lists = [value for value in self.heard[0].values() if isinstance(value, list)]
            items = next(each for each in lists if isinstance(each[0], dict))
            self.assertEqual(len(items), len(objects))
            pairs = list(zip(items, objects))
        self.assertTrue(pairs)
        for sent, typed in pairs:
            lost = {f"{type(typed).__name__}: {path}" for path in unknown(sent, typed.as_dict())}
            self.assertLessEqual(lost, UNTYPED)
        return [typed for _, typed in pairs]

    def test_of_spaces_answers_and_evaluations(self):
        genie = self.w.genie
        sql = f"SELECT country, COUNT(*) FROM {FRANCHISES} GROUP BY country"
        answer = [{"format": "SQL", "content": [sql]}]
        question = {"id": "1" * 32, "question": ["How many franchises are there in each country?"], "answer": answer}
        content = json.dumps(document(question))
        (space,) = self.sees_all_of(lambda: genie.create_space(ready["warehouse_id"], content, description="d"))
        self.sees_all_of(lambda: genie.get_space(space.space_id, include_serialized_space=True))
        self.sees_all_of(lambda: genie.update_space(space.space_id, title="Other"))
        self.sees_all_of(lambda: genie.list_spaces())
        self.sees_all_of(lambda: self.w.permissions.get("genie", space.space_id))
        self.sees_all_of(lambda: self.w.permissions.get_permission_levels("genie", space.space_id))
        asked = (space.space_id, question["question"][0])
        (message,) = self.sees_all_of(lambda: genie.start_conversation_and_wait(*asked))
        ids = (space.space_id, message.conversation_id)
        self.sees_all_of(lambda: genie.list_conversation_messages(*ids))
        self.sees_all_of(lambda: genie.list_conversations(space.space_id))
        query = next(each for each in message.attachments if each.query)
        self.sees_all_of(
            lambda: genie.get_message_attachment_query_result(*ids, message.message_id, query.attachment_id)
        )
        (run,) = self.sees_all_of(lambda: genie.genie_create_eval_run(space.space_id))
        of_run = (space.space_id, run.eval_run_id)
        self.sees_all_of(lambda: genie.genie_get_eval_run(*of_run))
        self.sees_all_of(lambda: genie.genie_list_eval_runs(space.space_id))
        (results,) = self.sees_all_of(lambda: genie.genie_list_eval_results(*of_run))
        self.sees_all_of(lambda: genie.genie_get_eval_result_details(*of_run, results.eval_results[0].result_id))

    def test_of_statements_and_warehouses(self):
        sql, warehouses = self.w.statement_execution, self.w.warehouses
        (done,) = self.sees_all_of(lambda: sql.execute_statement(f"SELECT * FROM {SALES}", ready["warehouse_id"]))
        self.sees_all_of(lambda: sql.get_statement_result_chunk_n(done.statement_id, 1))
        self.sees_all_of(lambda: sql.execute_statement("SELECT nothing", ready["warehouse_id"]))
        self.sees_all_of(lambda: warehouses.list())
        self.sees_all_of(lambda: warehouses.get(ready["warehouse_id"]))

    def test_of_jobs(self):
        jobs, folder = self.w.jobs, "/Shared/client-members"
        self.w.workspace.mkdirs(folder)
        self.addCleanup(self.w.workspace.delete, folder, recursive=True)
        self.w.workspace.upload(f"{folder}/fails", b"raise ValueError('no')", language=Language.PYTHON)
        tasks = [Task("fails", notebook_task=NotebookTask(f"{folder}/fails"))]
        (job,) = self.sees_all_of(lambda: jobs.create(name="Members", tasks=tasks))
        self.addCleanup(jobs.delete, job.job_id)
        self.sees_all_of(lambda: jobs.get(job.job_id))
        self.sees_all_of(lambda: jobs.list(name="Members", expand_tasks=True))
        (run,) = self.sees_all_of(lambda: jobs.run_now_and_wait(job.job_id))
        self.sees_all_of(lambda: jobs.repair_run_and_wait(run.run_id, rerun_all_failed_tasks=True))
        self.sees_all_of(lambda: jobs.get_run(run.run_id, include_history=True))
        self.sees_all_of(lambda: jobs.get_run(run.tasks[0].run_id))
        self.sees_all_of(lambda: jobs.get_run_output(run.tasks[0].run_id))

    def test_of_everything_else(self):
        w = self.w
        endpoint, message = ready["llm_endpoint"], ChatMessage(role=ChatMessageRole.USER, content="Hi.")
        self.sees_all_of(lambda: w.current_user.me())
        self.sees_all_of(lambda: w.users.list())
        self.sees_all_of(lambda: w.service_principals.list())
        self.sees_all_of(lambda: w.groups.list())
        self.sees_all_of(lambda: w.serving_endpoints.list())
        self.sees_all_of(lambda: w.serving_endpoints.get(endpoint))
        self.sees_all_of(lambda: w.serving_endpoints.query(endpoint, messages=[message]))
        self.sees_all_of(lambda: w.permissions.get("warehouses", ready["warehouse_id"]))
        self.sees_all_of(lambda: w.workspace.get_status("/Shared"))
        self.sees_all_of(lambda: w.workspace.list("/"))
        self.sees_all_of(lambda: w.tables.get(SALES))
        self.sees_all_of(lambda: w.schemas.list("sandbox"))
        self.sees_all_of(lambda: w.schemas.get("sandbox.default"))
