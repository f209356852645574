import unittest

from databricks.sdk.errors import BadRequest, OperationFailed
from databricks.sdk.service.dashboards import GenieFeedbackRating, MessageStatus
from databricks.sdk.service.sql import StatementState

from workspace import FRANCHISES, client, control, create_space, document, rows

QUESTION = "How many franchises are there in each country?"


def query_of(message):
    """The attachment with SQL: found by its member, since attachments have no fixed order."""
    return next(each for each in message.attachments if each.query)


class Conversations(unittest.TestCase):
    def setUp(self):
        self.w = client()
        self.genie = self.w.genie
        self.space = create_space(self.w, "Talkative")
        self.addCleanup(control, "/faults", None, "DELETE")

    def test_a_question_is_waited_for_and_its_rows_are_those_of_its_sql(self):
        message = self.genie.start_conversation_and_wait(self.space, QUESTION)
        self.assertEqual((message.status, message.content), (MessageStatus.COMPLETED, QUESTION))
        attachment = query_of(message)
        result = self.genie.get_message_attachment_query_result(
            self.space, message.conversation_id, message.message_id, attachment.attachment_id
        ).statement_response
        self.assertEqual(result.status.state, StatementState.SUCCEEDED)
        self.assertGreater(len(result.result.data_array), 1)
        self.assertCountEqual(result.result.data_array, rows(self.w, attachment.query.query))
        self.assertEqual(result.manifest.schema.column_count, len(result.result.data_array[0]))
        self.assertEqual(attachment.query.query_result_metadata.row_count, result.manifest.total_row_count)

    def test_a_follow_up_stays_in_the_conversation(self):
        first = self.genie.start_conversation_and_wait(self.space, QUESTION)
        more = "How many transactions are there?"
        second = self.genie.create_message_and_wait(self.space, first.conversation_id, more)
        self.assertEqual((second.status, second.conversation_id), (MessageStatus.COMPLETED, first.conversation_id))
        listed = self.genie.list_conversation_messages(self.space, first.conversation_id).messages
        self.assertEqual({each.message_id for each in listed}, {first.message_id, second.message_id})

    def test_the_waiter_passes_states_it_does_not_know(self):
        control("/answers", {"kind": "unknown_status", "status": "PONDERING", "polls": 1, "space_id": self.space})
        seen = []
        wait = self.genie.start_conversation(self.space, QUESTION)
        message = wait.result(callback=lambda poll: seen.append(poll.status))
        self.assertEqual((message.status, seen), (MessageStatus.COMPLETED, [None]))

    def test_an_answer_that_failed_ends_the_waiting_and_says_why(self):
        failure = {"type": "SQL_EXECUTION_EXCEPTION", "error": "No."}
        control("/answers", {"kind": "failed", **failure, "space_id": self.space})
        wait = self.genie.start_conversation(self.space, QUESTION)
        with self.assertRaisesRegex(OperationFailed, "FAILED"):
            wait.result()
        message = self.genie.get_message(self.space, wait.conversation_id, wait.message_id)
        self.assertEqual((message.error.error, message.error.type.value), ("No.", "SQL_EXECUTION_EXCEPTION"))

    def test_a_question_asked_back_is_an_answer_without_sql(self):
        control("/answers", {"kind": "follow_up", "content": "Which year?", "space_id": self.space})
        message = self.genie.start_conversation_and_wait(self.space, QUESTION)
        (attachment,) = message.attachments
        self.assertEqual((attachment.query, attachment.text.content), (None, "Which year?"))
        self.assertEqual(attachment.text.purpose.value, "FOLLOW_UP_QUESTION")

    def test_expired_rows_come_back_by_executing_the_query_again(self):
        control("/answers", {"kind": "expired", "space_id": self.space})
        wait = self.genie.start_conversation(self.space, QUESTION)
        ids = (self.space, wait.conversation_id, wait.message_id)
        message = self.genie.get_message(*ids)
        self.assertEqual(message.status, MessageStatus.QUERY_RESULT_EXPIRED)
        attachment = query_of(message)
        with self.assertRaises(BadRequest):
            self.genie.get_message_attachment_query_result(*ids, attachment.attachment_id)
        again = self.genie.execute_message_attachment_query(*ids, attachment.attachment_id).statement_response
        self.assertCountEqual(again.result.data_array, rows(self.w, attachment.query.query))

    def test_an_answer_without_rows_has_a_schema_and_no_data(self):
        sql = f"SELECT country FROM {FRANCHISES} WHERE country = 'Nowhere'"
        example = {"id": "e" * 32, "question": ["Which countries are nowhere?"], "sql": [sql]}
        space = create_space(self.w, "Empty", document(examples=[example]))
        message = self.genie.start_conversation_and_wait(space, "Which countries are nowhere?")
        attachment = query_of(message)
        result = self.genie.get_message_attachment_query_result(
            space, message.conversation_id, message.message_id, attachment.attachment_id
        ).statement_response
        self.assertEqual((attachment.query.query, result.result.data_array), (sql, None))
        self.assertEqual([each.name for each in result.manifest.schema.columns], ["country"])

    def test_too_many_questions_are_asked_again_by_the_client_itself(self):
        fault = {"route": "/api/2.0/genie/spaces/*/start-conversation", "kind": "status", "status": 429}
        control("/faults", {**fault, "error_code": "RESOURCE_EXHAUSTED", "headers": {"Retry-After": "1"}})
        message = self.genie.start_conversation_and_wait(self.space, QUESTION)
        self.assertEqual(message.status, MessageStatus.COMPLETED)

    def test_a_reply_that_is_lost_makes_the_client_ask_twice(self):
        # Nothing tells the platform that the second asking is the first one again.
        control("/faults", {"route": "/api/2.0/genie/spaces/*/start-conversation", "kind": "cut_after"})
        self.genie.start_conversation_and_wait(self.space, QUESTION)
        self.assertEqual(len(self.conversations()), 2)

    def test_feedback_is_kept_with_the_message(self):
        message = self.genie.start_conversation_and_wait(self.space, QUESTION)
        ids = (self.space, message.conversation_id, message.message_id)
        self.genie.send_message_feedback(*ids, GenieFeedbackRating.NEGATIVE, comment="Wrong.")
        feedback = self.genie.get_message(*ids).feedback
        self.assertEqual((feedback.rating, feedback.comment), (GenieFeedbackRating.NEGATIVE, "Wrong."))

    def test_a_deleted_conversation_is_listed_no_more(self):
        message = self.genie.start_conversation_and_wait(self.space, QUESTION)
        self.assertEqual(self.conversations(), [message.conversation_id])
        self.genie.delete_conversation(self.space, message.conversation_id)
        self.assertEqual(self.conversations(), [])

    def conversations(self):
        return [each.conversation_id for each in self.genie.list_conversations(self.space).conversations or []]
