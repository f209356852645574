import base64
import unittest

from databricks.sdk.errors import NotFound, ResourceAlreadyExists
from databricks.sdk.service.workspace import AclPermission

from workspace import client


class Secrets(unittest.TestCase):
    def setUp(self):
        self.w = client()
        self.w.secrets.create_scope("clients")
        self.addCleanup(self.w.secrets.delete_scope, "clients")

    def test_a_secret_is_kept_and_given_back(self):
        self.w.secrets.put_secret("clients", "word", string_value="반죽")
        got = self.w.secrets.get_secret("clients", "word").value
        self.assertEqual(base64.b64decode(got).decode(), "반죽")
        self.assertEqual(self.w.dbutils.secrets.get("clients", "word"), "반죽")
        self.assertEqual([each.key for each in self.w.secrets.list_secrets("clients")], ["word"])

    def test_bytes_are_kept_too(self):
        self.w.secrets.put_secret("clients", "raw", bytes_value=base64.b64encode(b"\x00\xff").decode())
        self.assertEqual(self.w.dbutils.secrets.getBytes("clients", "raw"), b"\x00\xff")

    def test_a_deleted_secret_is_not_found(self):
        self.w.secrets.put_secret("clients", "word", string_value="x")
        self.w.secrets.delete_secret("clients", "word")
        with self.assertRaises(NotFound):
            self.w.secrets.get_secret("clients", "word")

    def test_a_scope_is_not_made_twice(self):
        self.assertIn("clients", [each.name for each in self.w.secrets.list_scopes()])
        with self.assertRaises(ResourceAlreadyExists):
            self.w.secrets.create_scope("clients")

    def test_readers_are_named_and_taken_back(self):
        reader = "restricted.user@example.com"
        self.w.secrets.put_acl("clients", reader, AclPermission.READ)
        self.assertEqual(self.w.secrets.get_acl("clients", reader).permission, AclPermission.READ)
        self.w.secrets.delete_acl("clients", reader)
        self.assertNotIn(reader, [each.principal for each in self.w.secrets.list_acls("clients")])
