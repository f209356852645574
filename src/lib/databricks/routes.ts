/** What a call is about, in the words of its error messages: what it does, to what, and what it needs. */
export type RouteFacts = {
  /** Completes "Could not …". */
  readonly doing: string;
  /** What a 404 says is missing. */
  readonly thing: string;
  /** What a 403 says is missing. */
  readonly permission: string;
  /** What to check after a 404. */
  readonly check: string;
};

const spaceCheck = "Check the space's id: it may have been trashed, or lie in another workspace.";
const warehouseCheck = "Check the warehouse's id in the settings and that this identity may see it.";
const warehouseUse = "CAN USE on the SQL warehouse";
const endpointCheck =
  "Check the name of the serving endpoint: the list in the workspace changes with new model releases.";

const facts = {
  "genie.ask": {
    doing: "ask the Genie space",
    thing: "Genie space",
    permission: "CAN RUN on the space, CAN USE on its warehouse and SELECT on its tables",
    check: spaceCheck,
  },
  "genie.poll": {
    doing: "read the Genie answer",
    thing: "Genie message",
    permission: "CAN RUN on the space",
    check: "The conversation or the space was deleted while the question was asked; ask again.",
  },
  "genie.conversations": {
    doing: "list the space's conversations",
    thing: "Genie space",
    permission: "CAN RUN on the space",
    check: spaceCheck,
  },
  "spaces.read": {
    doing: "read the Genie space",
    thing: "Genie space",
    permission: "CAN EDIT on the space, since only editors may read its configuration",
    check: spaceCheck,
  },
  "spaces.list": {
    doing: "list the Genie spaces",
    thing: "list of Genie spaces",
    permission: "access to Genie in this workspace",
    check: "Check that Genie is switched on in this workspace.",
  },
  "spaces.create": {
    doing: "create a Genie space",
    thing: "parent folder, table or warehouse of the new Genie space",
    permission: "CAN USE on the warehouse, SELECT on the tables and CAN EDIT on the parent folder",
    check: "Make sure the parent folder, the tables and the warehouse exist.",
  },
  "spaces.update": {
    doing: "update the Genie space",
    thing: "Genie space or a table it names",
    permission: "CAN EDIT on the space and SELECT on its tables",
    check: spaceCheck,
  },
  "spaces.trash": {
    doing: "trash the Genie space",
    thing: "Genie space",
    permission: "CAN MANAGE on the space",
    check: spaceCheck,
  },
  "spaces.permissions": {
    doing: "read the permissions of the Genie space",
    thing: "Genie space",
    permission: "CAN MANAGE on the space",
    check: spaceCheck,
  },
  "spaces.grant": {
    doing: "grant permissions on the Genie space",
    thing: "Genie space, or the user, group or principal to grant to",
    permission: "CAN MANAGE on the space",
    check:
      "Check the names in setting reviewers: users by e-mail, groups by name, service principals by application id.",
  },
  "evaluations.create": {
    doing: "start Genie's evaluation of the space",
    thing: "Genie space",
    permission: "CAN EDIT on the space, since only editors may run its benchmarks",
    check: spaceCheck,
  },
  "evaluations.list": {
    doing: "list the evaluations of the Genie space",
    thing: "Genie space",
    permission: "CAN EDIT on the space, since only editors may see its benchmarks",
    check: spaceCheck,
  },
  "evaluations.read": {
    doing: "read Genie's evaluation",
    thing: "evaluation",
    permission: "CAN EDIT on the space, since only editors may see its benchmarks",
    check: "The space was trashed, or the evaluation is too old: start another one.",
  },
  "serving.chat": {
    doing: "ask the model",
    thing: "serving endpoint",
    permission: "CAN QUERY on the serving endpoint",
    check: endpointCheck,
  },
  "serving.describe": {
    doing: "look up the serving endpoint",
    thing: "serving endpoint",
    permission: "CAN VIEW on the serving endpoint",
    check: endpointCheck,
  },
  "statements.submit": {
    doing: "run the statement on the warehouse",
    thing: "SQL warehouse",
    permission: warehouseUse,
    check: warehouseCheck,
  },
  "statements.poll": {
    doing: "read the statement's result",
    thing: "statement",
    permission: warehouseUse,
    check: "Its result has expired: run the statement again.",
  },
  "statements.cancel": {
    doing: "cancel the statement",
    thing: "statement",
    permission: warehouseUse,
    check: "It has ended by itself: nothing is left to cancel.",
  },
  "jobs.run-now": {
    doing: "start the job",
    thing: "job",
    permission: "CAN MANAGE RUN on the job",
    check: "Check the job's id, and that the bundle is deployed to this workspace.",
  },
  "jobs.run": {
    doing: "read the job run",
    thing: "job run",
    permission: "CAN VIEW on the job",
    check: "Check the run's id: runs are deleted after 60 days.",
  },
  "jobs.get": {
    doing: "read the job",
    thing: "job",
    permission: "CAN VIEW on the job",
    check: "Check the job's id, and that the bundle is deployed to this workspace.",
  },
  "jobs.list": {
    doing: "list the jobs",
    thing: "list of jobs",
    permission: "access to the workspace",
    check: "Check that the host is a workspace's address, not an account's.",
  },
  "jobs.create": {
    doing: "create the job",
    thing: "notebook or principal that the job names",
    permission: "the right to create jobs",
    check: "Check the folder of the notebooks in parameter notebook_folder.",
  },
  "files.folder": {
    doing: "make the folder in the volume",
    thing: "volume",
    permission: "READ VOLUME and WRITE VOLUME on the volume, with USE CATALOG and USE SCHEMA above it",
    check: "Check the path /Volumes/<catalog>/<schema>/<volume>, and that the volume exists.",
  },
  "files.read": {
    doing: "read the file in the volume",
    thing: "file",
    permission: "READ VOLUME on the volume, with USE CATALOG and USE SCHEMA above it",
    check: "Check the path /Volumes/<catalog>/<schema>/<volume>/….",
  },
  "files.write": {
    doing: "write the file in the volume",
    thing: "volume",
    permission: "READ VOLUME and WRITE VOLUME on the volume, with USE CATALOG and USE SCHEMA above it",
    check: "Check the path /Volumes/<catalog>/<schema>/<volume>, and that the volume exists.",
  },
  "folders.make": {
    doing: "make the workspace folder",
    thing: "folder above the workspace folder",
    permission: "CAN MANAGE on the folder above it",
    check: "Check the path in setting clone_folder: it begins with /Users, /Shared or /Workspace.",
  },
  "folders.read": {
    doing: "look up the workspace folder",
    thing: "workspace folder",
    permission: "CAN READ on the folder",
    check: "Make the folder with `databricks workspace mkdirs`.",
  },
  "jobs.permissions": {
    doing: "read the permissions of the job",
    thing: "job",
    permission: "CAN MANAGE on the job",
    check: "Check the job's id, and that the bundle is deployed to this workspace.",
  },
  "catalog.table": {
    doing: "read the table's columns",
    thing: "table",
    permission: "SELECT on the table, with USE CATALOG and USE SCHEMA above it",
    check: "Check the table's three-part name.",
  },
  "warehouses.read": {
    doing: "look up the SQL warehouse",
    thing: "SQL warehouse",
    permission: warehouseUse,
    check: warehouseCheck,
  },
  "warehouses.start": {
    doing: "start the SQL warehouse",
    thing: "SQL warehouse",
    permission: warehouseUse,
    check: warehouseCheck,
  },
  "identity.me": {
    doing: "look up who we are",
    thing: "workspace identity",
    permission: "access to the workspace",
    check: "Check that the host is a workspace's address, not an account's.",
  },
} as const satisfies Record<string, RouteFacts>;

/** The name of a call; the part before the dot is its family, which shares a circuit breaker. */
export type Route = keyof typeof facts;

export function routeFacts(route: Route): RouteFacts {
  return facts[route];
}

export function familyOf(route: Route): string {
  return route.slice(0, route.indexOf("."));
}
