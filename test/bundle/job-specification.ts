import { type Bundle, bundleReferences } from "./read-bundle.ts";

/** What the bundle fills in when it is deployed, for a workspace where it is not: the rest is given to the task that makes the job. */
const withoutBundle: Readonly<Record<string, string>> = {
  "resources.schemas.state.name": "genie_enhancement",
  "resources.secret_scopes.credentials.name": "genie-enhancement",
  "var.warehouse_id": "",
};

/** Where the reports go is known only where the bundle made the volume. */
const unset: ReadonlySet<string> = new Set(["out_dir"]);

/**
 * The enhance job as the Jobs API takes it, its notebooks named without a folder: `bundle/enhance.job.json`, from which a stage makes the
 * job in workspaces where nobody deploys the bundle.
 */
export function jobSpecification(bundle: Bundle): unknown {
  const job = bundle.resources.jobs["enhance"];
  if (job === undefined) throw new Error("the bundle has no job enhance");
  const { email_notifications: _emails, ...rest } = job;
  const { product = "", genie_enhancer = "" } = job.tags;
  const specification = {
    ...rest,
    tags: { product, genie_enhancer },
    parameters: job.parameters.map((one) => (unset.has(one.name) ? { ...one, default: "" } : one)),
    tasks: job.tasks.map((one) => {
      const { task_key, depends_on, run_if, notebook_task: notebook, disable_auto_optimization, ...task } = one;
      return {
        task_key,
        ...(depends_on.length === 0 ? {} : { depends_on }),
        ...(run_if === "ALL_SUCCESS" ? {} : { run_if }),
        ...(notebook === undefined
          ? {}
          : {
              notebook_task: { ...notebook, notebook_path: notebook.notebook_path.replace(/^.*\/(\w+)\.py$/u, "$1") },
            }),
        ...task,
        ...(disable_auto_optimization ? { disable_auto_optimization } : {}),
      };
    }),
  };
  return JSON.parse(
    JSON.stringify(specification, (_key, value: unknown) =>
      typeof value === "string" ? filled(bundle, value) : value,
    ),
  );
}

function filled(bundle: Bundle, text: string): string {
  return bundleReferences(text).reduce((all, reference) => {
    const [kind, name = ""] = reference.split(".");
    const value = withoutBundle[reference] ?? (kind === "var" ? bundle.variables[name]?.default : undefined);
    if (typeof value !== "string") throw new Error(`\${${reference}} has no value outside of the bundle`);
    return all.replace(`\${${reference}}`, value);
  }, text);
}
