import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../lib/core/clock.ts";
import { closeServer, listenOnLoopback } from "../server/loopback.ts";
import type { NotebookEnd, NotebookTask } from "./notebook-task.ts";
import { notebookRunner } from "./run-notebook.ts";

const python = process.env["GENIE_ENHANCER_PYTHON"] ?? "python3";
const hasPython = spawnSync(python, ["--version"]).status === 0;
const token = "dapi-token-of-the-run";
const environment = { ...process.env, LEAKED: "of the parent" };
const runNotebook = notebookRunner({ clock: systemClock, environment });
/** Waits a tenth as long for a notebook that was told to end. */
const runImpatiently = notebookRunner({
  clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 10, signal) },
  environment,
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "notebooks-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Ran = { readonly end: NotebookEnd; readonly output: string; readonly values: Record<string, unknown> };

async function ran(code: string, options: Partial<NotebookTask> = {}, run = runNotebook): Promise<Ran> {
  const path = join(folder, "notebook");
  await writeFile(path, code.startsWith("#") ? code : `# Databricks notebook source\n${code}`);
  const values: Record<string, unknown> = {};
  let output = "";
  const end = await run({
    path,
    workspacePath: "/Workspace/bundle/notebook",
    parameters: { city: "Seoul" },
    host: "https://127.0.0.1:7",
    token,
    caFile: null,
    context: { jobId: "11", jobRunId: "22", taskRunId: "33", taskKey: "score", user: "ada@example.com", attempt: 0 },
    taskValue: () => undefined,
    onTaskValue: (key, value) => {
      values[key] = value;
    },
    onOutput: (text) => {
      output += text;
    },
    signal: new AbortController().signal,
    ...options,
  });
  return { end, output, values };
}

/** Resolves once the notebook has printed the word. */
function said(word: string): { readonly onOutput: (text: string) => void; readonly heard: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let all = "";
  const onOutput = (text: string): void => {
    all += text;
    if (all.includes(word)) resolve();
  };
  return { onOutput, heard: promise };
}

/** One that was ended but not yet taken note of by its parent is not alive. */
const isAlive = (pid: string): boolean => /^[^Z]/u.test(spawnSync("ps", ["-o", "stat=", "-p", pid]).stdout.toString());

describe.skipIf(!hasPython)("a notebook run on the local workspace (needs python3)", () => {
  it("runs its Python cells in one scope and leaves out Markdown", async () => {
    const { end, output } = await ran(
      [
        "# Databricks notebook source",
        "# MAGIC %md",
        "# MAGIC # A heading",
        "",
        "# COMMAND ----------",
        "",
        "a = 20",
        "",
        "# COMMAND ----------",
        "",
        "def b():",
        "    return a + 1",
        "b() + a",
      ].join("\n"),
    );
    expect([end, output]).toEqual([{ kind: "succeeded", exitValue: null, html: [] }, "41\n"]);
  });

  it("gives parameters as widgets, and a default only where there is no parameter", async () => {
    const { output } = await ran(`
dbutils.widgets.text("city", "Busan")
dbutils.widgets.text("size", "3")
print(dbutils.widgets.get("city"), dbutils.widgets.getAll())
try:
    dbutils.widgets.get("colour")
except Exception as error:
    print(type(error).__name__, error)
`);
    expect(output).toBe(
      "Seoul {'city': 'Seoul', 'size': '3'}\nInputWidgetNotDefined No input widget named colour is defined\n",
    );
  });

  it("ends with the value of dbutils.notebook.exit, whatever the notebook catches", async () => {
    const { end, output } = await ran(`
try:
    dbutils.notebook.exit('{"done": true}')
except Exception:
    print("caught")
print("after")
`);
    expect([end, output]).toEqual([{ kind: "succeeded", exitValue: '{"done": true}', html: [] }, ""]);
  });

  it("carries task values both ways as JSON, up to 48 KiB", async () => {
    const { output, values } = await ran(
      `
values = dbutils.jobs.taskValues
print(values.get("plan", "approved"), values.get("plan", "absent", default=4))
values.set(key="n", value=7)
values.set("flags", [True, None])
for key, value in (("large", "x" * 49152), ("strange", object())):
    try:
        values.set(key, value)
    except Exception as error:
        print(type(error).__name__)
values.get(taskKey="plan", key="absent")
`,
      { taskValue: (task, key) => (task === "plan" && key === "approved" ? "true" : undefined) },
    );
    expect([output, values]).toEqual(["true 4\nValueError\nTypeError\n", { n: 7, flags: [true, null] }]);
  });

  it("fails with the error and the line of the notebook it came from", async () => {
    const { end } = await ran(
      "\n# COMMAND ----------\n\ndef break_it():\n    raise OSError('no disk')\n\nbreak_it()\n",
    );
    expect(end).toMatchObject({ kind: "failed", error: "OSError: no disk" });
    const { trace } = end as Extract<NotebookEnd, { kind: "failed" }>;
    expect(trace).toContain('File "/Workspace/bundle/notebook", line 8, in <module>\n    break_it()');
    expect(trace).not.toContain("notebook_host.py");
  });

  it.each([
    ["a file without the notebook header", "# Some file\nprint(1)\n", /is not a notebook/u],
    ["a magic it does not know", "\n# MAGIC %pip install x\n", /cannot run here: %pip install x/u],
    ["SystemExit", "raise SystemExit(0)", /SystemExit: 0/u],
    ["a killed process", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", /was ended by SIGKILL/u],
  ])("fails on %s", async (_, code, error) => {
    expect((await ran(code)).end).toMatchObject({ kind: "failed", error: expect.stringMatching(error) });
  });

  it("imports from its own folder, works in another, and sees nothing of the parent's environment", async () => {
    await writeFile(join(folder, "beside.py"), "import os\nplace = os.path.dirname(__file__)\n");
    const { end, output } = await ran(`
import os, sys, json, beside
print(json.dumps([beside.place, os.getcwd() == beside.place, "LEAKED" in os.environ, os.environ["PATH"].split(":")[0]]))
print(sorted(os.listdir(os.environ["HOME"])), "DATABRICKS_RUNTIME_VERSION" in os.environ, sys.argv[1:])
`);
    expect(end.kind).toBe("succeeded");
    expect(output).toBe(`${JSON.stringify([folder, false, false, dirname(process.execPath)]).replaceAll(",", ", ")}
[] True []
`);
    // Not even compiled files stay behind.
    expect((await readdir(folder)).toSorted()).toEqual(["beside.py", "notebook"]);
  });

  it("tells who and where it is by the notebook context, and hides the token in all it shows", async () => {
    const { end, output } = await ran(`
import json
context = dbutils.notebook.entry_point.getDbutils().notebook().getContext()
print(context.apiUrl().get(), context.notebookPath().get(), context.tags().get("jobId").get(), context.currentRunId().get())
print(json.loads(context.toJson())["tags"]["multitaskParentRunId"], context.tags().get("colour").isDefined())
token = context.apiToken().get()
print(len(token), token, end="")
displayHTML(f"<p>{token}</p>")
dbutils.notebook.exit(token)
`);
    expect(output).toBe(
      `https://127.0.0.1:7 /Workspace/bundle/notebook 11 33\n22 False\n${String(token.length)} [REDACTED]\n`,
    );
    expect(end).toEqual({ kind: "succeeded", exitValue: "[REDACTED]", html: ["<p>[REDACTED]</p>"] });
  });

  it("gives the token of now each time, and hides every one", async () => {
    let asked = 0;
    const { output } = await ran(
      `
context = dbutils.notebook.entry_point.getDbutils().notebook().getContext()
tokens = [context.apiToken().get() for _ in range(3)]
print([token[-1] for token in tokens], *tokens)
`,
      { freshToken: () => `fresh-token-${String(++asked)}` },
    );
    expect(output).toBe("['1', '2', '3'] [REDACTED] [REDACTED] [REDACTED]\n");
  });

  it("keeps the order of what is printed to both outputs", async () => {
    const { output } = await ran("import sys\nfor n in range(3):\n    print(n)\n    print(-n, file=sys.stderr)\n");
    expect(output).toBe("0\n0\n1\n-1\n2\n-2\n");
  });

  it("is interrupted when cancelled, and may clean up", async () => {
    const cancel = new AbortController();
    const file = join(folder, "cleaned");
    const { onOutput, heard } = said("ready");
    const running = ran(
      `
import time
try:
    print("ready")
    time.sleep(60)
finally:
    open(${JSON.stringify(file)}, "w").close()
`,
      { signal: cancel.signal, onOutput },
    );
    await heard;
    cancel.abort();
    expect((await running).end).toEqual({ kind: "cancelled" });
    expect(await readdir(folder)).toContain("cleaned");
  });

  it("is ended by force with all it started when it does not heed the interrupt", async () => {
    const cancel = new AbortController();
    const { onOutput, heard } = said("ready");
    let output = "";
    const running = ran(
      `
import signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(2, signal.SIG_IGN); time.sleep(60)"])
signal.signal(signal.SIGINT, signal.SIG_IGN)
print(child.pid)
print("ready")
time.sleep(60)
`,
      {
        signal: cancel.signal,
        onOutput: (text) => {
          output += text;
          onOutput(text);
        },
      },
      runImpatiently,
    );
    await heard;
    cancel.abort();
    expect((await running).end).toEqual({ kind: "cancelled" });
    expect(isAlive(output.split("\n")[0] ?? "")).toBe(false);
  });

  it("does not start when it is cancelled already", async () => {
    const { end, output } = await ran("print(1)", { signal: AbortSignal.abort() });
    expect([end, output]).toEqual([{ kind: "cancelled" }, ""]);
  });

  describe("with secrets", () => {
    let server: Server;
    afterEach(() => closeServer(server));

    it("reads them from the workspace as whom it runs, and hides them", async () => {
      server = createServer((request, response) => {
        const known =
          request.url === "/api/2.0/secrets/get?scope=creds&key=word" &&
          request.headers.authorization === `Bearer ${token}`;
        response.statusCode = known ? 200 : 404;
        response.end(JSON.stringify(known ? { key: "word", value: btoa("open sesame") } : { error_code: "NONE" }));
      });
      const host = `http://127.0.0.1:${String(await listenOnLoopback(server, 0))}`;
      const { output, end } = await ran(
        `
word = dbutils.secrets.get(scope="creds", key="word")
print(word, len(word))
dbutils.secrets.get("creds", "other")
`,
        { host },
      );
      expect(output).toBe("[REDACTED] 11\n");
      expect(end).toMatchObject({
        kind: "failed",
        error: expect.stringContaining("other of the scope creds was refused"),
      });
    });
  });
});

it("says what to install when there is no Python", async () => {
  const without = notebookRunner({ clock: systemClock, environment: { GENIE_ENHANCER_PYTHON: "/nowhere/python" } });
  const end = await without({
    path: "",
    workspacePath: "",
    parameters: {},
    host: "",
    token,
    caFile: null,
    context: { jobId: "", jobRunId: "", taskRunId: "", taskKey: "", user: "", attempt: 0 },
    taskValue: () => undefined,
    onTaskValue: () => {},
    onOutput: () => {},
    signal: new AbortController().signal,
  });
  expect(end).toMatchObject({ kind: "failed", error: expect.stringContaining("GENIE_ENHANCER_PYTHON") });
});
