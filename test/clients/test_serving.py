import unittest

from databricks.sdk.errors import NotFound
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole

from workspace import client, ready

ENDPOINT = ready["llm_endpoint"]


class Serving(unittest.TestCase):
    def setUp(self):
        self.endpoints = client().serving_endpoints

    def test_a_chat_is_answered_with_a_choice_and_the_tokens_used(self):
        messages = [
            ChatMessage(role=ChatMessageRole.SYSTEM, content="Answer briefly."),
            ChatMessage(role=ChatMessageRole.USER, content="What is a loaf?"),
        ]
        reply = self.endpoints.query(ENDPOINT, messages=messages, max_tokens=200)
        (choice,) = reply.choices
        self.assertEqual(choice.message.role, ChatMessageRole.ASSISTANT)
        self.assertTrue(choice.message.content)
        self.assertEqual(reply.usage.total_tokens, reply.usage.prompt_tokens + reply.usage.completion_tokens)
        self.assertEqual(reply.served_model_name, ENDPOINT)

    def test_an_answer_longer_than_allowed_is_cut(self):
        messages = [ChatMessage(role=ChatMessageRole.USER, content="Tell me all about bread.")]
        whole, cut = (self.endpoints.query(ENDPOINT, messages=messages, max_tokens=most) for most in (500, 1))
        self.assertTrue(whole.choices[0].message.content.startswith(cut.choices[0].message.content))
        self.assertLessEqual(cut.usage.completion_tokens, 1)
        self.assertGreater(whole.usage.completion_tokens, 1)

    def test_why_an_answer_ended_stands_on_the_wire_under_the_documented_name(self):
        # The SDK's own class looks for `finishReason`, which the platform does not send.
        body = {"messages": [{"role": "user", "content": "Tell me all about bread."}], "max_tokens": 1}
        reply = client().api_client.do("POST", f"/serving-endpoints/{ENDPOINT}/invocations", body=body)
        self.assertEqual(reply["choices"][0]["finish_reason"], "length")

    def test_an_endpoint_is_listed_and_found_ready(self):
        self.assertIn(ENDPOINT, [each.name for each in self.endpoints.list()])
        found = self.endpoints.get(ENDPOINT)
        self.assertEqual((found.state.ready.value, found.state.config_update.value), ("READY", "NOT_UPDATING"))
        self.assertEqual(found.task, "llm/v1/chat")

    def test_an_unknown_endpoint_is_not_found(self):
        with self.assertRaises(NotFound):
            self.endpoints.query("no-such-model", messages=[ChatMessage(role=ChatMessageRole.USER, content="Hi.")])
