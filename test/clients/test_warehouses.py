import unittest

from databricks.sdk.errors import NotFound
from databricks.sdk.service.sql import State

from workspace import client, ready


class Warehouses(unittest.TestCase):
    def setUp(self):
        self.warehouses = client().warehouses

    def test_the_warehouse_is_listed_and_read(self):
        (listed,) = [each for each in self.warehouses.list() if each.id == ready["warehouse_id"]]
        read = self.warehouses.get(ready["warehouse_id"])
        self.assertEqual((read.name, read.state, read.enable_serverless_compute), (listed.name, State.RUNNING, True))
        self.assertEqual(read.odbc_params.path, ready["http_path"])

    def test_starting_one_that_runs_waits_for_nothing(self):
        self.assertEqual(self.warehouses.start_and_wait(ready["warehouse_id"]).state, State.RUNNING)

    def test_an_unknown_warehouse_is_not_found(self):
        for call in (self.warehouses.get, self.warehouses.start):
            with self.subTest(call=call.__name__), self.assertRaises(NotFound):
                call("ffffffffffffffff")
