/** A kind of object with an access control list: its name in paths, in answers, and the levels it knows. */
export type ObjectKind = {
  readonly path: string;
  /** Its other names in paths: the SDKs say `warehouses` where the Databricks CLI says `sql/warehouses`. */
  readonly aliases?: readonly string[];
  readonly type: string;
  readonly levels: readonly string[];
  /** The level of whoever made it. */
  readonly owner: string;
};

const document = ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"];

/** Every kind that is served beside Genie spaces, which have routes of their own. */
export const objectKinds: readonly ObjectKind[] = [
  { path: "jobs", type: "job", levels: ["CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE", "IS_OWNER"], owner: "IS_OWNER" },
  { path: "dashboards", type: "dashboard", levels: document, owner: "CAN_MANAGE" },
  { path: "alertsv2", type: "alertv2", levels: document, owner: "CAN_MANAGE" },
  { path: "directories", type: "directory", levels: document, owner: "CAN_MANAGE" },
  { path: "notebooks", type: "notebook", levels: document, owner: "CAN_MANAGE" },
  { path: "files", type: "file", levels: document, owner: "CAN_MANAGE" },
  {
    path: "sql/warehouses",
    aliases: ["warehouses"],
    type: "warehouses",
    levels: ["CAN_VIEW", "CAN_MONITOR", "CAN_USE", "CAN_MANAGE", "IS_OWNER"],
    owner: "IS_OWNER",
  },
  {
    path: "serving-endpoints",
    type: "serving-endpoint",
    levels: ["CAN_VIEW", "CAN_QUERY", "CAN_MANAGE"],
    owner: "CAN_MANAGE",
  },
];
