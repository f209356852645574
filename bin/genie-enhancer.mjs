#!/usr/bin/env node
// Plain JavaScript that an old Node can read: it checks the version, then starts the program on a Node that can run it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

var wanted = 24;
var launcher = fileURLToPath(import.meta.url);
var root = dirname(dirname(launcher));
var packaged = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

if (!existsSync(join(root, "node_modules"))) {
  process.stderr.write("genie-enhancer has no packages yet: run `npm ci` in " + root + " first.\n");
  process.exitCode = 1;
} else if (Number(process.versions.node.split(".")[0]) >= wanted) {
  // What was compiled once starts faster the next time.
  module.enableCompileCache();
  // The Node that started this one is gone when the channel closes, even when it was killed: nobody would end us any more.
  if (process.channel) {
    process.once("disconnect", function () {
      process.kill(process.pid, "SIGKILL");
    });
    process.channel.unref();
  }
  var program = join(root, "src", "cli.ts");
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
} else if (existsSync(packaged)) {
  var child = spawn(packaged, [launcher].concat(process.argv.slice(2)), {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // Whoever stops this process means the program. A terminal's Ctrl-C reaches both: the program takes two at once for one.
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on("error", function (error) {
    process.stderr.write(
      "genie-enhancer could not start " + packaged + ": " + error.message + ". Run `npm ci` again.\n",
    );
    process.exitCode = 1;
  });
  child.on("exit", function (code, signal) {
    process.exitCode = signal === null ? code : 130;
  });
} else {
  process.stderr.write(
    "genie-enhancer needs Node " +
      wanted +
      " and this is " +
      process.versions.node +
      ": run `npm ci` with install scripts allowed, which brings the right one.\n",
  );
  process.exitCode = 1;
}
