import json
import unittest

from databricks.sdk.errors import BadRequest, NotFound, ResourceConflict

from workspace import client, control, create_space, document, ready

ORDER_COUNT = {
    "id": "0" * 31 + "1",
    "question": ["How many transactions are there?"],
    "answer": [{"format": "SQL", "content": ["SELECT COUNT(*) AS n FROM samples.bakehouse.sales_transactions"]}],
}


class Spaces(unittest.TestCase):
    def setUp(self):
        self.w = client()

    def test_a_space_is_given_back_as_it_was_sent(self):
        sent = document(ORDER_COUNT)
        named = {"title": "Bakery", "description": "Sales.", "parent_path": "/Workspace/Shared"}
        made = self.w.genie.create_space(ready["warehouse_id"], json.dumps(sent), **named)
        read = self.w.genie.get_space(made.space_id, include_serialized_space=True)
        self.assertEqual(json.loads(read.serialized_space), sent)
        self.assertEqual((read.title, read.description, read.parent_path), ("Bakery", "Sales.", "/Shared"))
        self.assertEqual(read.warehouse_id, ready["warehouse_id"])

    def test_the_content_and_its_etag_come_only_when_asked_for(self):
        read = self.w.genie.get_space(create_space(self.w, "Bare"))
        self.assertIsNone(read.serialized_space)
        self.assertIsNone(read.etag)

    def test_an_update_with_the_etag_that_was_read_is_taken_and_moves_it(self):
        space_id = create_space(self.w, "Moving")
        read = self.w.genie.get_space(space_id, include_serialized_space=True)
        changed = document(ORDER_COUNT)
        updated = self.w.genie.update_space(
            space_id, etag=read.etag, serialized_space=json.dumps(changed), title="Moved"
        )
        self.assertNotEqual(updated.etag, read.etag)
        after = self.w.genie.get_space(space_id, include_serialized_space=True)
        self.assertEqual((after.title, json.loads(after.serialized_space)), ("Moved", changed))
        self.assertEqual(after.etag, updated.etag)

    def test_an_update_after_somebody_else_edited_the_space_is_refused(self):
        space_id = create_space(self.w, "Contended")
        read = self.w.genie.get_space(space_id, include_serialized_space=True)
        note = {"id": "a" * 32, "content": ["Hi."]}
        control(f"/spaces/{space_id}/edit", {"instructions": {"text_instructions": [note]}})
        with self.assertRaises(ResourceConflict):
            self.w.genie.update_space(space_id, etag=read.etag, serialized_space=json.dumps(document()))
        after = self.w.genie.get_space(space_id, include_serialized_space=True)
        self.assertIn("Hi.", after.serialized_space)

    def test_a_document_with_an_unknown_key_is_refused_with_its_name(self):
        wrong = {**document(), "colour": "red"}
        with self.assertRaisesRegex(BadRequest, "Cannot find field: colour"):
            self.w.genie.create_space(ready["warehouse_id"], json.dumps(wrong))

    def test_lists_go_on_over_pages(self):
        made = {create_space(self.w, f"Listed {n}") for n in range(3)}
        listed, token = set(), None
        while True:
            page = self.w.genie.list_spaces(page_size=2, page_token=token)
            self.assertLessEqual(len(page.spaces), 2)
            listed |= {space.space_id for space in page.spaces}
            token = page.next_page_token
            if not token:
                break
        self.assertLessEqual(made | {ready["space_id"]}, listed)

    def test_a_trashed_space_is_not_found(self):
        space_id = create_space(self.w, "Short-lived")
        self.w.genie.trash_space(space_id)
        with self.assertRaises(NotFound):
            self.w.genie.get_space(space_id)
