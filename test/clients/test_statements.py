import time
import unittest
from datetime import datetime, timezone

import requests
from databricks.sdk.errors import NotFound
from databricks.sdk.service.sql import (
    Disposition,
    ExecuteStatementRequestOnWaitTimeout,
    Format,
    StatementParameterListItem,
    StatementState,
)

from workspace import client, ready, rows

NUMBERS = "SELECT id FROM range(2500) ORDER BY id"
OPEN = (StatementState.PENDING, StatementState.RUNNING)


class Statements(unittest.TestCase):
    def setUp(self):
        self.sql = client().statement_execution

    def run_sql(self, sql, **more):
        return self.sql.execute_statement(sql, ready["warehouse_id"], **more)

    def test_cells_are_text_and_columns_have_types(self):
        done = self.run_sql("SELECT 1 AS n, CAST(1.50 AS DECIMAL(5, 2)), DATE '2024-05-03', true, NULL")
        self.assertEqual(done.result.data_array, [["1", "1.50", "2024-05-03", "true", None]])
        columns = done.manifest.schema.columns
        types = [column.type_name.value for column in columns]
        self.assertEqual((columns[0].name, types[:4]), ("n", ["INT", "DECIMAL", "DATE", "BOOLEAN"]))
        self.assertEqual((columns[1].type_precision, columns[1].type_scale), (5, 2))

    def test_named_parameters_are_typed(self):
        parameters = [
            StatementParameterListItem(name="n", type="INT", value="41"),
            StatementParameterListItem(name="text", value="빵's \\ \"loaf\""),
            StatementParameterListItem(name="nothing", type="STRING"),
        ]
        done = self.run_sql("SELECT :n + 1, :text, :nothing", parameters=parameters)
        self.assertEqual(done.result.data_array, [["42", "빵's \\ \"loaf\"", None]])

    def test_a_long_result_is_read_chunk_by_chunk(self):
        done = self.run_sql(NUMBERS)
        self.assertGreater(done.manifest.total_chunk_count, 1)
        read, chunk = list(done.result.data_array), done.result
        while chunk.next_chunk_index is not None:
            self.assertEqual(chunk.row_offset + chunk.row_count, len(read))
            chunk = self.sql.get_statement_result_chunk_n(done.statement_id, chunk.next_chunk_index)
            read += chunk.data_array
        self.assertEqual(read, [[str(n)] for n in range(2500)])
        self.assertEqual(sum(each.row_count for each in done.manifest.chunks), done.manifest.total_row_count)

    def test_external_links_are_fetched_without_a_token(self):
        done = self.run_sql(NUMBERS, disposition=Disposition.EXTERNAL_LINKS, format=Format.JSON_ARRAY)
        self.assertIsNone(done.result.data_array)
        read, index = [], 0
        while index is not None:
            (link,) = self.sql.get_statement_result_chunk_n(done.statement_id, index).external_links
            ends = datetime.fromisoformat(link.expiration.replace("Z", "+00:00"))
            self.assertGreater(ends, datetime.now(timezone.utc))
            read += requests.get(link.external_link, timeout=30).json()
            index = link.next_chunk_index
        self.assertEqual(read, [[str(n)] for n in range(2500)])

    def test_an_external_link_with_another_signature_is_refused(self):
        done = self.run_sql(NUMBERS, disposition=Disposition.EXTERNAL_LINKS)
        (link,) = done.result.external_links
        self.assertEqual(requests.get(link.external_link[:-1] + "g", timeout=30).status_code, 403)

    def test_a_statement_submitted_without_waiting_is_polled_to_its_end(self):
        got = self.run_sql("SELECT COUNT(*) FROM range(1000000)", wait_timeout="0s")
        while got.status.state in OPEN:
            time.sleep(0.05)
            got = self.sql.get_statement(got.statement_id)
        self.assertEqual((got.status.state, got.result.data_array), (StatementState.SUCCEEDED, [["1000000"]]))

    def test_wrong_sql_is_a_failed_statement_and_no_exception(self):
        done = self.run_sql("SELECT nothing FROM samples.bakehouse.sales_customers")
        self.assertEqual((done.status.state, done.result), (StatementState.FAILED, None))
        self.assertIn("UNRESOLVED_COLUMN", done.status.error.message)

    def test_a_limit_on_rows_cuts_and_says_so(self):
        done = self.run_sql(NUMBERS, row_limit=10)
        self.assertEqual((len(done.result.data_array), done.manifest.truncated), (10, True))

    def test_a_statement_too_slow_for_its_caller_is_cancelled(self):
        slow = "SELECT COUNT(*) FROM range(100000) a CROSS JOIN range(100000) b WHERE a.id + b.id = 7"
        got = self.run_sql(slow, wait_timeout="0s", on_wait_timeout=ExecuteStatementRequestOnWaitTimeout.CONTINUE)
        self.sql.cancel_execution(got.statement_id)
        while got.status.state in OPEN:
            time.sleep(0.05)
            got = self.sql.get_statement(got.statement_id)
        self.assertEqual(got.status.state, StatementState.CANCELED)

    def test_an_unknown_statement_is_not_found(self):
        with self.assertRaises(NotFound):
            self.sql.get_statement("00000000-0000-4000-8000-000000000000")

    def test_what_is_written_is_read_again(self):
        w = client()
        rows(w, "CREATE OR REPLACE TABLE sandbox.default.client_notes (id INT, note STRING)")
        rows(w, "INSERT INTO sandbox.default.client_notes VALUES (1, 'a'), (2, NULL)")
        self.assertEqual(rows(w, "SELECT * FROM sandbox.default.client_notes ORDER BY id"), [["1", "a"], ["2", None]])
