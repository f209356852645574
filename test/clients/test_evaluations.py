import time
import unittest

from databricks.sdk.errors import BadRequest
from databricks.sdk.service.dashboards import EvaluationStatusType, GenieEvalAssessment, GenieEvalResponseType

from workspace import FRANCHISES, SALES, client, control, create_space, document


def question(number: int, text: str, sql: str | None) -> dict:
    answer = {} if sql is None else {"answer": [{"format": "SQL", "content": [sql]}]}
    return {"id": f"{number:032x}", "question": [text], **answer}


BY_COUNTRY = f"SELECT country, COUNT(*) FROM {FRANCHISES} GROUP BY country"
RIGHT = question(1, "How many franchises are there in each country?", BY_COUNTRY)
WRONG = question(2, "How many transactions are there?", f"SELECT COUNT(*) + 1 FROM {SALES}")
OPEN = question(3, "How many cities have franchises?", None)


class Evaluations(unittest.TestCase):
    def setUp(self):
        self.w = client()
        self.genie = self.w.genie
        self.space = create_space(self.w, "Examined", document(RIGHT, WRONG, OPEN))
        self.addCleanup(control, "/faults", None, "DELETE")

    def ended(self, **asked):
        """Starts a run and waits for its end, as there is no waiter for it."""
        run = self.genie.genie_create_eval_run(self.space, **asked)
        while run.eval_run_status in (EvaluationStatusType.NOT_STARTED, EvaluationStatusType.RUNNING):
            time.sleep(0.05)
            run = self.genie.genie_get_eval_run(self.space, run.eval_run_id)
        return run

    def details(self, run) -> dict:
        results = self.genie.genie_list_eval_results(self.space, run.eval_run_id).eval_results
        return {
            each.benchmark_question_id: self.genie.genie_get_eval_result_details(
                self.space, run.eval_run_id, each.result_id
            )
            for each in results
        }

    def test_a_run_over_all_questions_counts_right_wrong_and_open_ones(self):
        run = self.ended()
        self.assertEqual((run.eval_run_status, run.num_questions, run.num_done), (EvaluationStatusType.DONE, 3, 3))
        self.assertEqual((run.num_correct, run.num_needs_review), (1, 1))
        assessments = {key: each.assessment for key, each in self.details(run).items()}
        self.assertEqual(
            assessments,
            {
                RIGHT["id"]: GenieEvalAssessment.GOOD,
                WRONG["id"]: GenieEvalAssessment.BAD,
                OPEN["id"]: GenieEvalAssessment.NEEDS_REVIEW,
            },
        )

    def test_details_hold_both_queries_with_their_rows_and_the_reasons(self):
        details = self.details(self.ended(benchmark_question_ids=[WRONG["id"]]))
        (only,) = details.values()
        (actual,), (expected,) = only.actual_response, only.expected_response
        self.assertEqual((actual.response_type, expected.response_type), (GenieEvalResponseType.SQL,) * 2)
        self.assertEqual(expected.response, WRONG["answer"][0]["content"][0])
        got, wanted = (int(each.sql_execution_result.result.data_array[0][0]) for each in (actual, expected))
        self.assertEqual(got + 1, wanted)
        self.assertTrue(only.assessment_reasons)
        self.assertFalse(only.manual_assessment)

    def test_a_question_that_could_not_be_evaluated_says_so(self):
        control("/answers", {"kind": "stuck", "space_id": self.space})
        run = self.ended(benchmark_question_ids=[RIGHT["id"]])
        self.assertEqual((run.eval_run_status, run.num_correct), (EvaluationStatusType.EVALUATION_TIMEOUT, 0))
        (only,) = self.details(run).values()
        self.assertIsNone(only.assessment)

    def test_a_question_of_another_space_is_refused(self):
        with self.assertRaisesRegex(BadRequest, "does not exist in the space"):
            self.genie.genie_create_eval_run(self.space, benchmark_question_ids=["f" * 32])

    def test_runs_and_their_results_are_listed_in_pages(self):
        runs = {self.ended().eval_run_id, self.ended().eval_run_id}
        first = self.genie.genie_list_eval_runs(self.space, page_size=1)
        rest = self.genie.genie_list_eval_runs(self.space, page_size=1, page_token=first.next_page_token)
        self.assertEqual({each.eval_run_id for page in (first, rest) for each in page.eval_runs}, runs)
        page = self.genie.genie_list_eval_results(self.space, runs.pop(), page_size=2)
        self.assertEqual(len(page.eval_results), 2)
        self.assertTrue(page.next_page_token)
