import { readFileSync } from "node:fs";
import { leaseKeyOf } from "../../src/runs/open-run.ts";
import { pathOf, six } from "../whole/fixture.ts";
import {
  chat,
  chatReply,
  denied,
  endpoint,
  jobOf,
  me,
  missing,
  servicePrincipal,
  task,
  type FaultCase,
} from "./fault-case.ts";

/** Clones, other runs, the model and the job. */
export const modelAndJobFaults: readonly FaultCase[] = [
  {
    fault: "no home folder for the clones",
    check: "clone_folder",
    who: "workspace_admin",
    severity: "warns",
    remedy: new RegExp(`databricks workspace mkdirs /Users/${me}$`, "u"),
    arrange: ({ answer }) =>
      answer("/api/2.0/workspace/get-status", missing(`Path (/Users/${me}) doesn't exist.`), { status: 404 }),
  },
  {
    fault: "a run of somebody else on the space",
    check: "lease",
    who: "you",
    severity: "blocks",
    remedy: /genie-enhancer stop --run another_run$/u,
    arrange: async ({ context, spaceId }) => {
      await context.state.leases.acquire(leaseKeyOf(spaceId), "another_run", 3600);
    },
    undo: async ({ context, spaceId }) => {
      await context.state.leases.release(await context.state.leases.acquire(leaseKeyOf(spaceId), "another_run", 1));
    },
  },
  {
    fault: "a clone that another run has left",
    check: "leftover_clones",
    who: "you",
    severity: "warns",
    remedy: /databricks genie trash-space [0-9a-f]{32}$/u,
    arrange: async ({ context, ground }) => {
      await context.workspace.spaces.create({
        title: "Six questions_dev_best",
        description: `Made by genie-enhancer for run ${"9".repeat(32)}; it may be changed and trashed by that run.`,
        warehouseId: ground.serving.ready.warehouse_id,
        serializedSpace: readFileSync(pathOf(six.space), "utf8"),
      });
    },
    undo: async ({ context }) => {
      const left = (await context.workspace.spaces.list()).filter(({ title }) => title.endsWith("_dev_best"));
      for (const { spaceId } of left) await context.workspace.spaces.trash(spaceId);
    },
  },
  {
    fault: "no such endpoint",
    check: "model",
    who: "you",
    severity: "blocks",
    remedy: /databricks serving-endpoints list/u,
    visit: { settings: { llm_endpoint: "nowhere" } },
  },
  {
    fault: "an endpoint that is not shown",
    check: "model",
    who: "workspace_admin",
    severity: "blocks",
    remedy: /databricks permissions update serving-endpoints .*"CAN_QUERY"/u,
    arrange: ({ answer }) =>
      answer(endpoint, denied("You do not have permission to view this endpoint."), { status: 403 }),
  },
  {
    fault: "an endpoint that does not chat",
    check: "model_task",
    who: "you",
    severity: "blocks",
    remedy: /--llm-endpoint/u,
    arrange: ({ answer }) => answer(endpoint, { name: "m", task: "llm/v1/embeddings", state: { ready: "READY" } }),
  },
  {
    fault: "an endpoint that is not ready",
    check: "model_ready",
    who: "workspace_admin",
    severity: "blocks",
    remedy: /databricks serving-endpoints get m$/u,
    arrange: ({ answer }) =>
      answer(endpoint, { name: "m", task: "llm/v1/chat", state: { ready: "NOT_READY", config_update: "IN_PROGRESS" } }),
  },
  {
    fault: "an endpoint that may not be asked",
    check: "model_answer",
    who: "workspace_admin",
    severity: "blocks",
    remedy: /"CAN_QUERY"/u,
    arrange: ({ answer }) =>
      answer(chat, denied("You do not have permission to query this endpoint."), { status: 403 }),
  },
  {
    fault: "a model switched off for the workspace",
    check: "model_answer",
    who: "workspace_admin",
    severity: "blocks",
    remedy: /rate limit above 0/u,
    arrange: ({ answer }) =>
      answer(chat, denied("Databricks default endpoint has a rate limit of 0."), { status: 403 }),
  },
  {
    fault: "a model that knows no structured outputs",
    check: "model_answer",
    who: "you",
    severity: "blocks",
    remedy: /structured outputs.*--no-model-call/u,
    arrange: ({ answer }) =>
      answer(
        chat,
        { error_code: "BAD_REQUEST", message: "response_format json_schema is not supported by this model." },
        { status: 400 },
      ),
  },
  {
    fault: "a model that takes a schema and does not keep to it",
    check: "model_answer",
    who: "you",
    severity: "blocks",
    remedy: /--llm-endpoint/u,
    arrange: ({ answer }) => answer(chat, chatReply("Yes, I am ready!")),
  },
  {
    fault: "no such job",
    check: "job",
    who: "you",
    severity: "blocks",
    remedy: /databricks bundle deploy/u,
    visit: { settings: { job_id: "123456" } },
  },
  {
    fault: "a job that may not start itself",
    check: "job_start",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(
      `databricks permissions update jobs \\d+ --json '.*"service_principal_name":"${servicePrincipal}","permission_level":"CAN_MANAGE_RUN"`,
      "u",
    ),
    arrange: (bench) => jobOf(bench, { run_as: { service_principal_name: servicePrincipal } }),
  },
  {
    fault: "a job that does not queue",
    check: "job_queue",
    who: "you",
    severity: "warns",
    remedy: /databricks jobs update \d+ --json '\{"new_settings":\{"queue":\{"enabled":true\}\}\}'/u,
    arrange: (bench) => jobOf(bench, { queue: { enabled: false } }),
  },
  {
    fault: "a task that is ended before the first scoring",
    check: "job_time",
    who: "you",
    severity: "warns",
    remedy: /--stage-time-limit 300/u,
    arrange: async (bench) => {
      const { settings } = await jobOf(bench, { tasks: [{ ...task, timeout_seconds: 600 }] });
      return { settings: { ...settings, questions_per_minute: 1 } };
    },
  },
  {
    fault: "a job with leases elsewhere",
    check: "job_schema",
    who: "you",
    severity: "warns",
    remedy: /--coordination-schema together/u,
    arrange: (bench) => jobOf(bench, { parameters: [{ name: "coordination_schema", default: "together" }] }),
  },
];
