import { z } from "zod";
import type { Http } from "./http.ts";
import { readReply } from "./read-reply.ts";

export type RunNow = {
  /** 64-bit number as text. */
  readonly jobId: string;
  readonly jobParameters: Readonly<Record<string, string>>;
  /** At most 64 characters; the same token gives the same run, so that the call may be repeated. */
  readonly idempotencyToken: string;
};

/** How a job run stands; the words are the platform's. */
export type JobRun = {
  readonly runId: string;
  readonly jobId: string | null;
  /** QUEUED PENDING RUNNING TERMINATING TERMINATED SKIPPED INTERNAL_ERROR BLOCKED WAITING_FOR_RETRY */
  readonly lifeCycleState: string;
  /** SUCCESS FAILED TIMEDOUT CANCELED …; null while it runs. */
  readonly resultState: string | null;
  readonly stateMessage: string;
  readonly ended: boolean;
  readonly pageUrl: string | null;
  /** User name of whoever started it; null where the platform does not tell. */
  readonly creator: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tasks: readonly { readonly key: string; readonly runId: string; readonly resultState: string | null }[];
};

/** A job as it stands in the workspace. */
export type DeployedJob = {
  readonly jobId: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Job parameters by name, with their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** How a job is set up to run. */
export type JobSetup = DeployedJob & {
  /** Whom it runs as: a user name or an application id; null where the platform does not tell. */
  readonly runAs: string | null;
  /** Whether a start waits while another run of it is going, and is not skipped. */
  readonly queues: boolean;
  /** Seconds after which the shortest-lived of its tasks is ended; null for no limit. */
  readonly taskSeconds: number | null;
};

/** What somebody may do with a job: CAN_VIEW, CAN_MANAGE_RUN, CAN_MANAGE, IS_OWNER. */
export type JobPermission = {
  readonly principal: string;
  readonly kind: "user" | "group" | "service-principal";
  readonly level: string;
};

export type Jobs = ReturnType<typeof createJobs>;

const idSchema = z.union([z.string(), z.number()]).transform(String);
const stateSchema = z.looseObject({
  life_cycle_state: z.string().default("PENDING"),
  result_state: z.string().nullish(),
  state_message: z.string().nullish(),
});
const createdSchema = z.looseObject({ job_id: idSchema });
const runNowSchema = z.looseObject({ run_id: idSchema });
const runSchema = z.looseObject({
  run_id: idSchema,
  job_id: idSchema.nullish(),
  state: stateSchema,
  run_page_url: z.string().nullish(),
  creator_user_name: z.string().nullish(),
  job_parameters: z
    .array(z.looseObject({ name: z.string(), value: z.string().nullish(), default: z.string().nullish() }))
    .nullish(),
  tasks: z.array(z.looseObject({ task_key: z.string(), run_id: idSchema, state: stateSchema.nullish() })).nullish(),
  next_page_token: z.string().nullish(),
});
const jobSchema = z.looseObject({
  job_id: idSchema,
  settings: z
    .looseObject({
      name: z.string().default(""),
      tags: z.record(z.string(), z.string()).nullish(),
      parameters: z.array(z.looseObject({ name: z.string(), default: z.string().default("") })).nullish(),
    })
    .prefault({}),
});
const setupSchema = z.looseObject({
  run_as_user_name: z.string().nullish(),
  settings: z
    .looseObject({
      queue: z.looseObject({ enabled: z.boolean().nullish() }).nullish(),
      timeout_seconds: z.number().nullish(),
      tasks: z.array(z.looseObject({ timeout_seconds: z.number().nullish() })).nullish(),
    })
    .prefault({}),
});
const permissionsSchema = z.looseObject({
  access_control_list: z
    .array(
      z.looseObject({
        user_name: z.string().nullish(),
        group_name: z.string().nullish(),
        service_principal_name: z.string().nullish(),
        all_permissions: z.array(z.looseObject({ permission_level: z.string() })).nullish(),
      }),
    )
    .nullish(),
});
const jobListSchema = z.looseObject({ jobs: z.array(jobSchema).nullish(), next_page_token: z.string().nullish() });
const activeSchema = z.looseObject({ runs: z.array(runNowSchema).nullish() });
const jobsPerPage = 100;
const endStates = new Set(["TERMINATED", "SKIPPED", "INTERNAL_ERROR"]);

/** Jobs: find one, start one, look at a run. */
export function createJobs(http: Http) {
  return {
    /** Starts the job, queued behind a run of it that is still going. */
    runNow: async (
      { jobId, jobParameters, idempotencyToken }: RunNow,
      signal?: AbortSignal,
    ): Promise<{ readonly runId: string }> => {
      const reply = await http({
        method: "POST",
        path: "/api/2.2/jobs/run-now",
        body: {
          job_id: wideInteger(jobId),
          job_parameters: jobParameters,
          idempotency_token: idempotencyToken,
          queue: { enabled: true },
        },
        route: "jobs.run-now",
        subject: jobId,
        signal,
        idempotent: true,
      });
      return { runId: readReply(runNowSchema, reply, "jobs.run-now").run_id };
    },
    /** Makes a job of its settings as the Jobs API takes them. @returns its id */
    create: async (settings: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<string> => {
      // Repeated it would make a second job of that name.
      const request = { method: "POST", path: "/api/2.2/jobs/create", body: settings, idempotent: false } as const;
      const reply = await http({ ...request, route: "jobs.create", signal });
      return readReply(createdSchema, reply, "jobs.create").job_id;
    },
    /** One job with its parameters. */
    get: async (jobId: string, signal?: AbortSignal): Promise<DeployedJob> => {
      const query = { job_id: jobId };
      const reply = await http({
        method: "GET",
        path: "/api/2.2/jobs/get",
        query,
        route: "jobs.get",
        subject: jobId,
        signal,
      });
      return jobOf(readReply(jobSchema, reply, "jobs.get"));
    },
    /** One job with how it is set up to run. */
    describe: async (jobId: string, signal?: AbortSignal): Promise<JobSetup> => {
      const call = { method: "GET", path: "/api/2.2/jobs/get", query: { job_id: jobId } } as const;
      const reply = await http({ ...call, route: "jobs.get", subject: jobId, signal });
      const { run_as_user_name: runAs, settings } = readReply(setupSchema, reply, "jobs.get");
      // 0 is no limit.
      const limits = [settings, ...(settings.tasks ?? [])].flatMap((one) => one.timeout_seconds || []);
      return {
        ...jobOf(readReply(jobSchema, reply, "jobs.get")),
        runAs: runAs || null,
        queues: settings.queue?.enabled === true,
        taskSeconds: limits.length === 0 ? null : Math.min(...limits),
      };
    },
    /** Who may do what with a job. @throws EnhancerError PERMISSION_DENIED for those who do not manage it */
    permissions: async (jobId: string, signal?: AbortSignal): Promise<readonly JobPermission[]> => {
      const path = `/api/2.0/permissions/jobs/${encodeURIComponent(jobId)}`;
      const reply = await http({ method: "GET", path, route: "jobs.permissions", subject: jobId, signal });
      const list = readReply(permissionsSchema, reply, "jobs.permissions").access_control_list ?? [];
      return list.flatMap((entry) => {
        const { user_name: user, group_name: group, service_principal_name: service } = entry;
        const kind = user ? "user" : group ? "group" : "service-principal";
        return (entry.all_permissions ?? []).map(({ permission_level: level }) => ({
          principal: user || group || service || "",
          kind,
          level,
        }));
      });
    },
    /** Every job that the identity may see, the newest first; parameters are left out by some workspaces. */
    list: async (signal?: AbortSignal): Promise<DeployedJob[]> => {
      const jobs: DeployedJob[] = [];
      for (let token: string | undefined; ;) {
        const query = { limit: jobsPerPage, page_token: token };
        const reply = await http({ method: "GET", path: "/api/2.2/jobs/list", query, route: "jobs.list", signal });
        const page = readReply(jobListSchema, reply, "jobs.list");
        jobs.push(...(page.jobs ?? []).map(jobOf));
        token = page.next_page_token || undefined;
        if (token === undefined) return jobs;
      }
    },
    /** The newest run of the job that has not ended, or null. */
    activeRun: async (jobId: string, signal?: AbortSignal): Promise<string | null> => {
      const query = { job_id: jobId, active_only: true, limit: 1 };
      const reply = await http({
        method: "GET",
        path: "/api/2.2/jobs/runs/list",
        query,
        route: "jobs.get",
        subject: jobId,
        signal,
      });
      return readReply(activeSchema, reply, "jobs.get").runs?.[0]?.run_id ?? null;
    },
    /** One run with all its tasks. */
    getRun: async (runId: string, signal?: AbortSignal): Promise<JobRun> => {
      const tasks: JobRun["tasks"][number][] = [];
      for (let token: string | undefined; ;) {
        const reply = await http({
          method: "GET",
          path: "/api/2.2/jobs/runs/get",
          query: { run_id: runId, page_token: token },
          route: "jobs.run",
          subject: runId,
          signal,
        });
        const run = readReply(runSchema, reply, "jobs.run");
        for (const task of run.tasks ?? []) {
          tasks.push({ key: task.task_key, runId: task.run_id, resultState: task.state?.result_state ?? null });
        }
        token = run.next_page_token || undefined;
        if (token === undefined) return runOf(run, tasks);
      }
    },
  };
}

function jobOf({ job_id: jobId, settings }: z.output<typeof jobSchema>): DeployedJob {
  const parameters = (settings.parameters ?? []).map((one) => [one.name, one.default] as const);
  return { jobId, name: settings.name, tags: settings.tags ?? {}, parameters: Object.fromEntries(parameters) };
}

function runOf(run: z.output<typeof runSchema>, tasks: JobRun["tasks"]): JobRun {
  const parameters = (run.job_parameters ?? []).map(
    ({ name, value, default: fallback }) => [name, value ?? fallback ?? ""] as const,
  );
  return {
    runId: run.run_id,
    jobId: run.job_id ?? null,
    lifeCycleState: run.state.life_cycle_state,
    resultState: run.state.result_state ?? null,
    stateMessage: run.state.state_message ?? "",
    ended: endStates.has(run.state.life_cycle_state),
    pageUrl: run.run_page_url ?? null,
    creator: run.creator_user_name || null,
    parameters: Object.fromEntries(parameters),
    tasks,
  };
}

/** A 64-bit number as JSON writes it, with all its digits; what is no number stays text, for the platform to refuse. */
function wideInteger(digits: string): unknown {
  // The lib types do not know JSON.rawJSON in every edition.
  const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };
  return /^(?:0|[1-9]\d*)$/u.test(digits) ? rawJSON(digits) : digits;
}
