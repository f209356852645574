import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  byName,
  bundleReferences,
  type Job,
  jobReferences,
  readBundle,
  readYaml,
  root,
  type Task,
  textsOf,
} from "./read-bundle.ts";

const bundle = readBundle();
const jobs = Object.entries(bundle.resources.jobs);

/** What the CLI itself knows, of what we use. */
const known: ReadonlySet<string> = new Set(["bundle.name", "bundle.target"]);

/** Members of a resource that are known only once it is deployed. */
const made: ReadonlySet<string> = new Set(["id"]);

/** Why a `${…}` stands for nothing, or null. */
function unresolved(reference: string): string | null {
  if (known.has(reference)) return null;
  const [kind, ...rest] = reference.split(".");
  if (kind === "var")
    return rest.length === 1 && rest[0] !== undefined && rest[0] in bundle.variables ? null : reference;
  if (kind !== "resources" || rest.length !== 3) return reference;
  const [group = "", key = "", member = ""] = rest;
  const resource = (bundle.resources as Record<string, Record<string, Record<string, unknown>>>)[group]?.[key];
  return resource !== undefined && (made.has(member) || typeof resource[member] === "string") ? null : reference;
}

/** What a stage tells the job, by the task that does. */
const taskValues: Readonly<Record<string, readonly string[]>> = {
  plan: ["approved"],
  watch: ["dropped", "score"],
  loop: ["run_status", "next_job_run_id"],
};

const ofJobs: ReadonlySet<string> = new Set(["job.id", "job.run_id"]);

/** The tasks that have ended before a task begins. */
function upstreamOf(job: Job, task: Task): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (one: Task): void => {
    for (const { task_key: key } of one.depends_on) {
      const next = job.tasks.find((each) => each.task_key === key);
      if (found.has(key) || next === undefined) continue;
      found.add(key);
      add(next);
    }
  };
  add(task);
  return found;
}

/** Whether a `{{…}}` of a task stands for something when the task begins. */
function resolves(job: Job, task: Task, path: string, reference: string): boolean {
  const [namespace, name = "", member, value = ""] = reference.split(".");
  if (ofJobs.has(reference)) return true;
  if (reference === "input") return path.startsWith("for_each_task.task.");
  if (namespace === "job" && name === "parameters") return job.parameters.some((one) => one.name === member);
  if (namespace !== "tasks" || member !== "values") return false;
  return upstreamOf(job, task).has(name) && (taskValues[name]?.includes(value) ?? false);
}

describe("references of the bundle", () => {
  it("finds each file that databricks.yml includes, and one resource in each, named as the file is", () => {
    expect(bundle.files.size).toBeGreaterThan(8);
    expect([...bundle.definedIn.values()].toSorted(byName)).toEqual([...bundle.files.keys()].toSorted(byName));
    const wrong = [...bundle.definedIn].filter(([resource, file]) => {
      const [kind = "", key = ""] = resource.split(".");
      return file !== `resources/${key.replaceAll("_", "-")}.${kind.replace(/s$/u, "")}.yml`;
    });
    expect(wrong).toEqual([]);
  });

  it("knows what each ${…} stands for", () => {
    const documents = [readYaml("databricks.yml"), ...bundle.files.values()];
    const references = documents.flatMap((document) => textsOf(document).flatMap(([, text]) => bundleReferences(text)));
    expect(references.length).toBeGreaterThan(80);
    expect(references.flatMap((one) => unresolved(one) ?? [])).toEqual([]);
  });

  it("uses each variable, describes each, and asks for none on the command line", () => {
    const used = new Set(
      [readYaml("databricks.yml"), ...bundle.files.values()]
        .flatMap((document) => textsOf(document).flatMap(([, text]) => bundleReferences(text)))
        .flatMap((reference) => (reference.startsWith("var.") ? [reference.slice(4)] : [])),
    );
    expect(Object.keys(bundle.variables).filter((name) => !used.has(name))).toEqual([]);
    for (const [name, { description, default: value, lookup }] of Object.entries(bundle.variables)) {
      expect([name, description]).toEqual([name, expect.stringMatching(/\S.*\.$/u)]);
      expect([name, value !== undefined || lookup !== undefined]).toEqual([name, true]);
    }
  });

  it("changes in a target only what is there", () => {
    for (const [name, { variables, resources }] of Object.entries(bundle.targets)) {
      const unknown = [
        ...Object.keys(variables).filter((one) => !(one in bundle.variables)),
        ...Object.entries(resources).flatMap(([kind, group]) =>
          Object.keys(group).filter((key) => !bundle.definedIn.has(`${kind}.${key}`)),
        ),
      ];
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it.each(jobs)("knows in job %s what each {{…}} stands for", (_name, job) => {
    const wrong = job.tasks.flatMap((task) =>
      textsOf(task).flatMap(([path, text]) => jobReferences(text).filter((one) => !resolves(job, task, path, one))),
    );
    expect(wrong).toEqual([]);
    const settings = textsOf({ ...job, tasks: [] }).flatMap(([, text]) => jobReferences(text));
    expect(settings).toEqual([]);
  });

  it("points dashboards at a file that is there", () => {
    for (const { file_path: file } of Object.values(bundle.resources.dashboards)) {
      expect([file, existsSync(`${root}resources/${file}`)]).toEqual([file, true]);
    }
  });

  it("keeps schema and volume where they must not be lost, and only there", () => {
    const kept = Object.entries(bundle.targets).map(([name, { resources }]) => [
      name,
      ...["schemas.state", "volumes.reports"].map((resource) => {
        const [kind = "", key = ""] = resource.split(".");
        return resources[kind]?.[key]?.["lifecycle"];
      }),
    ]);
    const always = { prevent_destroy: true };
    expect(kept).toEqual([
      ["dev", undefined, undefined],
      ["staging", always, always],
      ["prod", always, always],
    ]);
  });

  it("has one default target, for development, and production targets with a path of their own", () => {
    expect(
      Object.entries(bundle.targets)
        .filter(([, one]) => one.default)
        .map(([name]) => name),
    ).toEqual(["dev"]);
    expect(bundle.targets["dev"]?.mode).toBe("development");
    for (const name of ["staging", "prod"]) {
      const target = bundle.targets[name];
      expect(target?.mode).toBe("production");
      expect(target?.workspace?.root_path).toContain("${bundle.target}");
      const jobsThere = Object.entries(target?.resources["jobs"] ?? {});
      expect(jobsThere.map(([key]) => key).toSorted(byName)).toEqual(jobs.map(([key]) => key).toSorted(byName));
      for (const [, job] of jobsThere) expect(job["run_as"]).toEqual({ service_principal_name: "${var.run_as_id}" });
    }
  });
});
