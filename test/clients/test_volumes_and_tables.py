import io
import unittest

from databricks.sdk.errors import NotFound
from databricks.sdk.service.catalog import PermissionsChange, Privilege, SecurableType, VolumeType

from workspace import SALES, client, rows

SCHEMA = "sandbox.client_shelf"
VOLUME = "/Volumes/sandbox/client_shelf/jars"


class VolumesAndTables(unittest.TestCase):
    def setUp(self):
        self.w = client()
        self.w.schemas.create("client_shelf", "sandbox", comment="For the tests.")
        self.addCleanup(self.w.schemas.delete, SCHEMA, force=True)
        self.w.volumes.create("sandbox", "client_shelf", "jars", VolumeType.MANAGED)

    def test_a_file_on_a_volume_comes_back_byte_for_byte(self):
        content = bytes(range(256)) * 64
        self.w.files.create_directory(f"{VOLUME}/a/b")
        self.w.files.upload(f"{VOLUME}/a/b/빵.bin", io.BytesIO(content))
        self.assertEqual(self.w.files.download(f"{VOLUME}/a/b/빵.bin").contents.read(), content)
        self.assertEqual(self.w.files.get_metadata(f"{VOLUME}/a/b/빵.bin").content_length, len(content))
        self.assertEqual([each.name for each in self.w.files.list_directory_contents(f"{VOLUME}/a/b")], ["빵.bin"])

    def test_a_deleted_file_is_not_found(self):
        self.w.files.upload(f"{VOLUME}/short.txt", io.BytesIO(b"x"))
        self.w.files.delete(f"{VOLUME}/short.txt")
        with self.assertRaises(NotFound):
            self.w.files.download(f"{VOLUME}/short.txt")

    def test_an_exam_of_several_megabytes_is_uploaded_whole(self):
        content = b"question,sql\n" * 500_000
        self.w.files.upload(f"{VOLUME}/exam.csv", io.BytesIO(content), overwrite=True)
        self.assertEqual(self.w.files.download(f"{VOLUME}/exam.csv").contents.read(), content)

    def test_a_table_tells_its_columns(self):
        table = self.w.tables.get(SALES)
        self.assertEqual((table.full_name, table.catalog_name, table.schema_name), (SALES, "samples", "bakehouse"))
        described = rows(self.w, f"DESCRIBE TABLE {SALES}")
        columns = [[each.name, each.type_text] for each in table.columns]
        self.assertEqual(columns, [described_column[:2] for described_column in described])

    def test_a_grant_is_given_and_taken_back(self):
        give = PermissionsChange(principal="users", add=[Privilege.USE_SCHEMA])
        take = PermissionsChange(principal="users", remove=[Privilege.USE_SCHEMA])
        securable = (SecurableType.SCHEMA.value, SCHEMA)
        given = self.w.grants.update(*securable, changes=[give]).privilege_assignments
        self.assertIn(("users", [Privilege.USE_SCHEMA]), [(each.principal, each.privileges) for each in given])
        self.w.grants.update(*securable, changes=[take])
        left = self.w.grants.get(*securable).privilege_assignments or []
        self.assertNotIn("users", [each.principal for each in left])

    def test_a_deleted_schema_is_not_found(self):
        self.w.schemas.create("client_gone", "sandbox")
        self.w.schemas.delete("sandbox.client_gone")
        with self.assertRaises(NotFound):
            self.w.schemas.get("sandbox.client_gone")
