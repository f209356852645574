import unittest

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import NotFound, Unauthenticated
from databricks.sdk.service.iam import AccessControlRequest, PermissionLevel

from workspace import client, create_space, principal, ready


def levels(permissions) -> dict:
    """Who has which level, without what is inherited."""
    return {
        entry.user_name or entry.group_name or entry.service_principal_name: each.permission_level
        for entry in permissions.access_control_list
        for each in entry.all_permissions
        if not each.inherited
    }


class Identity(unittest.TestCase):
    def setUp(self):
        self.w = client()

    def test_each_way_of_signing_in_is_somebody(self):
        self.assertEqual(self.w.current_user.me().user_name, "local.user@example.com")
        self.assertEqual(principal().current_user.me().user_name, ready["client_id"])

    def test_a_wrong_token_is_refused(self):
        stranger = WorkspaceClient(host=ready["host"], token="dapi0", auth_type="pat")
        with self.assertRaises(Unauthenticated):
            stranger.current_user.me()

    def test_users_and_principals_are_looked_up(self):
        (found,) = self.w.users.list(filter='userName eq "restricted.user@example.com"')
        self.assertEqual(self.w.users.get(found.id).user_name, found.user_name)
        (runner,) = self.w.service_principals.list(filter='displayName eq "genie-enhancer"')
        self.assertEqual(runner.application_id, ready["client_id"])
        self.assertIn("admins", [each.display_name for each in self.w.groups.list()])

    def test_permissions_of_a_space_are_added_to_and_replaced(self):
        space = create_space(self.w, "Shared")
        may_run = PermissionLevel.CAN_RUN
        runner = AccessControlRequest(service_principal_name=ready["client_id"], permission_level=may_run)
        self.w.permissions.update("genie", space, access_control_list=[runner])
        read = self.w.permissions.get("genie", space)
        self.assertEqual(read.object_type, "genie-space")
        self.assertEqual(
            levels(read),
            {"local.user@example.com": PermissionLevel.CAN_MANAGE, ready["client_id"]: may_run},
        )
        users = AccessControlRequest(group_name="users", permission_level=PermissionLevel.CAN_READ)
        self.assertEqual(
            levels(self.w.permissions.set("genie", space, access_control_list=[users])),
            {"users": PermissionLevel.CAN_READ},
        )

    def test_permissions_of_an_unknown_space_are_not_found(self):
        with self.assertRaises(NotFound):
            self.w.permissions.get("genie", "f" * 32)

    def test_permissions_of_a_warehouse_are_read_with_their_levels(self):
        read = self.w.permissions.get("warehouses", ready["warehouse_id"])
        self.assertIn("local.user@example.com", levels(read))
        known = self.w.permissions.get_permission_levels("warehouses", ready["warehouse_id"])
        self.assertIn(PermissionLevel.CAN_USE, [each.permission_level for each in known.permission_levels])
