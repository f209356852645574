import time
import unittest

from databricks.sdk import WorkspaceClient
from databricks.sdk.config import Config
from databricks.sdk.errors import Unauthenticated
from databricks.sdk.service.dashboards import MessageStatus

from workspace import control, create_space, principal, ready

# The SDK takes a token for expired 40 seconds before its end.
EARLY = 40


def token_of(w) -> str:
    return w.config.authenticate()["Authorization"]


class SigningIn(unittest.TestCase):
    """Machine to machine: client credentials, and tokens that end while they are in use."""

    def setUp(self):
        self.addCleanup(control, "/reset")

    def test_client_credentials_become_a_token_of_an_hour_that_is_used_again(self):
        w = principal()
        first = token_of(w)
        self.assertEqual(w.current_user.me().user_name, ready["client_id"])
        self.assertEqual(token_of(w), first)
        self.assertTrue(3500 < w.config.oauth_token().expiry.timestamp() - time.time() <= 3600)

    def test_a_token_that_ends_while_an_answer_is_waited_for_is_replaced(self):
        control("/tokens/life", {"seconds": EARLY + 1})
        w = principal()
        space = create_space(w, "Patient")
        control("/answers", {"kind": "unknown_status", "polls": 2, "space_id": space})
        before, polls = token_of(w), []

        def end_the_token(message):
            polls.append(message.status)
            if len(polls) == 1:
                # From here on the workspace refuses it, and the SDK's clock passes its end before the next poll.
                control("/tokens/expire", {"kind": "oauth"})

        wait = w.genie.start_conversation(space, "How many transactions are there?")
        message = wait.result(callback=end_the_token)
        self.assertEqual((message.status, len(polls)), (MessageStatus.COMPLETED, 2))
        self.assertNotEqual(token_of(w), before)
        stale = WorkspaceClient(host=ready["host"], token=before.removeprefix("Bearer "), auth_type="pat")
        with self.assertRaises(Unauthenticated):
            stale.current_user.me()

    def test_a_token_taken_back_before_its_end_is_refused_and_a_new_client_is_served(self):
        w = principal()
        w.current_user.me()
        control("/tokens/expire", {"kind": "oauth"})
        with self.assertRaisesRegex(Unauthenticated, "expired"):
            w.current_user.me()
        self.assertEqual(principal().current_user.me().user_name, ready["client_id"])

    def test_the_metadata_service_signs_in_whoever_runs_on_this_machine(self):
        url = f"{ready['control']}/metadata/token"
        config = Config(host=ready["host"], auth_type="metadata-service", metadata_service_url=url)
        w = WorkspaceClient(config=config)
        self.assertEqual(w.current_user.me().user_name, "local.user@example.com")

    def test_a_wrong_secret_is_refused(self):
        with self.assertRaisesRegex(ValueError, "invalid_client"):
            WorkspaceClient(
                host=ready["host"], client_id=ready["client_id"], client_secret="dose0", auth_type="oauth-m2m"
            ).current_user.me()
