import io
import unittest

from databricks.sdk.errors import BadRequest, NotFound, ResourceAlreadyExists
from databricks.sdk.service.workspace import ExportFormat, ImportFormat, Language, ObjectType

from workspace import client

FOLDER = "/Shared/clients"
NOTEBOOK = b"# Databricks notebook source\nprint('bread')\n"


class WorkspaceFiles(unittest.TestCase):
    def setUp(self):
        self.files = client().workspace
        self.files.mkdirs(f"{FOLDER}/inner")
        self.addCleanup(self.files.delete, FOLDER, recursive=True)

    def test_a_file_comes_back_byte_for_byte(self):
        content = "빵,빵집\r\n".encode() + bytes(range(256))
        self.files.upload(f"{FOLDER}/data.bin", content, format=ImportFormat.AUTO)
        self.assertEqual(self.files.download(f"{FOLDER}/data.bin").read(), content)
        status = self.files.get_status(f"{FOLDER}/data.bin")
        self.assertEqual((status.object_type, status.size), (ObjectType.FILE, len(content)))

    def test_a_stream_is_uploaded_as_well(self):
        self.files.upload(f"{FOLDER}/stream.txt", io.BytesIO(b"flour"), format=ImportFormat.AUTO)
        self.assertEqual(self.files.download(f"{FOLDER}/stream.txt").read(), b"flour")

    def test_a_source_with_a_heading_becomes_a_notebook_without_its_ending(self):
        self.files.upload(f"{FOLDER}/report.py", NOTEBOOK, format=ImportFormat.AUTO)
        status = self.files.get_status(f"{FOLDER}/report")
        self.assertEqual((status.object_type, status.language), (ObjectType.NOTEBOOK, Language.PYTHON))
        self.assertEqual(self.files.download(f"{FOLDER}/report", format=ExportFormat.SOURCE).read(), NOTEBOOK)

    def test_a_notebook_is_uploaded_with_its_language(self):
        self.files.upload(f"{FOLDER}/query", b"SELECT 1", language=Language.SQL)
        self.assertEqual(self.files.get_status(f"{FOLDER}/query").language, Language.SQL)

    def test_nothing_is_replaced_unless_it_is_asked_for(self):
        path = f"{FOLDER}/twice.txt"
        self.files.upload(path, b"one", format=ImportFormat.AUTO)
        with self.assertRaises(ResourceAlreadyExists):
            self.files.upload(path, b"two", format=ImportFormat.AUTO)
        self.assertEqual(self.files.download(path).read(), b"one")
        self.files.upload(path, b"two", format=ImportFormat.AUTO, overwrite=True)
        self.assertEqual(self.files.download(path).read(), b"two")

    def test_a_folder_is_listed_with_and_without_what_is_deeper(self):
        self.files.upload(f"{FOLDER}/top.txt", b"", format=ImportFormat.AUTO)
        self.files.upload(f"{FOLDER}/inner/deep.txt", b"x", format=ImportFormat.AUTO)
        listed = {each.path: each.object_type for each in self.files.list(FOLDER)}
        self.assertEqual(listed, {f"{FOLDER}/inner": ObjectType.DIRECTORY, f"{FOLDER}/top.txt": ObjectType.FILE})
        deep = {each.path for each in self.files.list(FOLDER, recursive=True)}
        self.assertEqual(deep, {f"{FOLDER}/top.txt", f"{FOLDER}/inner/deep.txt"})

    def test_a_folder_with_something_in_it_is_not_deleted_by_the_way(self):
        self.files.upload(f"{FOLDER}/inner/kept.txt", b"x", format=ImportFormat.AUTO)
        with self.assertRaises(BadRequest):
            self.files.delete(f"{FOLDER}/inner")
        self.assertEqual(self.files.download(f"{FOLDER}/inner/kept.txt").read(), b"x")

    def test_what_is_not_there_is_not_found(self):
        with self.assertRaises(NotFound):
            self.files.download(f"{FOLDER}/nothing.txt")
