import { pathOf, six } from "../whole/fixture.ts";
import { denied, examWith, ownSchema, toMe, type FaultCase } from "./fault-case.ts";

/** State tables, folders, the exam and its tables. */
export const stateAndExamFaults: readonly FaultCase[] = [
  {
    fault: "no such catalog",
    check: "catalog",
    who: "workspace_admin",
    severity: "blocks",
    remedy: /CREATE CATALOG `nowhere`/u,
    visit: { settings: { catalog: "nowhere" } },
  },
  {
    fault: "no USE CATALOG",
    check: "catalog",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`^Run: GRANT USE CATALOG ON CATALOG \`sandbox\` ${toMe}`, "u"),
    arrange: ({ refuse }) =>
      refuse("show schemas", "Insufficient privileges: User does not have USE CATALOG on Catalog 'sandbox'."),
  },
  {
    fault: "no schema, and no right to make one",
    check: "state_schema",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`GRANT CREATE SCHEMA ON CATALOG \`sandbox\` ${toMe}`, "u"),
    visit: { settings: { schema: "not_made" } },
    arrange: async ({ refuse }) => {
      await refuse("create schema", "Insufficient privileges: User does not have CREATE SCHEMA on Catalog 'sandbox'.");
    },
  },
  {
    fault: "a schema in which no table may be made",
    check: "state_schema",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`GRANT CREATE TABLE ON SCHEMA \`sandbox\`\\.\`empty\` ${toMe}`, "u"),
    visit: { settings: { schema: "empty" } },
    arrange: async ({ refuse, sql }) => {
      await sql("CREATE SCHEMA IF NOT EXISTS sandbox.empty");
      await refuse(
        "create table",
        "Insufficient privileges: User does not have CREATE TABLE on Schema 'sandbox.empty'.",
      );
    },
  },
  {
    fault: "state tables that may not be read",
    check: "state_schema",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`GRANT USE SCHEMA ON SCHEMA \`sandbox\`\\.\`genie_enhancement\` ${toMe}`, "u"),
    arrange: ({ refuse }) =>
      refuse(
        "schema_version limit 0",
        "Insufficient privileges: User does not have USE SCHEMA on Schema 'sandbox.genie_enhancement'.",
      ),
  },
  {
    fault: "a coordination schema that nobody made",
    check: "coordination_schema",
    who: "workspace_admin",
    severity: "blocks",
    remedy:
      /CREATE SCHEMA IF NOT EXISTS `sandbox`\.`shared`;\nCREATE TABLE IF NOT EXISTS `sandbox`\.`shared`\.`enhancement_leases`/u,
    visit: { settings: { coordination_schema: "shared" } },
  },
  {
    fault: "leases that may not be read",
    check: "coordination_schema",
    who: "workspace_admin",
    severity: "blocks",
    remedy: /GRANT SELECT ON TABLE `sandbox`\.`genie_enhancement`\.`enhancement_leases` TO/u,
    arrange: ({ refuse }) =>
      refuse(
        "enhancement_leases limit 0",
        "Insufficient privileges: User does not have SELECT on Table 'sandbox.genie_enhancement.enhancement_leases'.",
      ),
  },
  {
    fault: "tables of a newer program",
    check: "state_version",
    who: "you",
    severity: "blocks",
    remedy: /newer genie-enhancer/u,
    arrange: (bench) =>
      ownSchema(
        bench,
        "newer",
        "INSERT INTO sandbox.newer.schema_version (version, name, applied_at, created_at) VALUES (99, 'later', current_timestamp(), current_timestamp())",
      ),
  },
  {
    fault: "tables of an older program",
    check: "state_version",
    who: "you",
    severity: "warns",
    remedy: /genie-enhancer state migrate/u,
    arrange: (bench) => ownSchema(bench, "older", "DELETE FROM sandbox.older.schema_version WHERE version > 1"),
  },
  {
    fault: "a state table that lacks a column",
    check: "state_columns",
    who: "you",
    severity: "blocks",
    remedy: /ALTER TABLE `sandbox`\.`lacking`\.`enhancement_approvals` RENAME TO/u,
    arrange: async (bench) => {
      const visit = await ownSchema(bench, "lacking", "DROP TABLE sandbox.lacking.enhancement_approvals");
      await bench.sql("CREATE TABLE sandbox.lacking.enhancement_approvals (run_id STRING)");
      return visit;
    },
  },
  {
    fault: "state tables that may be read and not written",
    check: "state_write",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`GRANT MODIFY ON TABLE \`sandbox\`\\.\`genie_enhancement\`\\.\`enhancement_runs\` ${toMe}`, "u"),
    arrange: ({ refuse }) =>
      refuse(
        "delete from sandbox.genie_enhancement.enhancement_runs",
        "Insufficient privileges: User does not have MODIFY on Table 'sandbox.genie_enhancement.enhancement_runs'.",
      ),
  },
  {
    fault: "a volume that may not be written",
    check: "out_dir",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`GRANT READ VOLUME, WRITE VOLUME ON VOLUME \`sandbox\`\\.\`s\`\\.\`reports\` ${toMe}`, "u"),
    visit: { settings: { out_dir: "/Volumes/sandbox/s/reports/runs" } },
    arrange: ({ answer }) =>
      answer("/api/2.0/fs/directories/*", denied("User does not have WRITE VOLUME on Volume 'sandbox.s.reports'."), {
        status: 403,
      }),
  },
  {
    fault: "a folder that cannot be made",
    check: "out_dir",
    who: "you",
    severity: "blocks",
    remedy: /--out-dir/u,
    visit: { settings: { out_dir: `${pathOf(six.exam)}/below` } },
  },
  {
    fault: "an exam file that is not there",
    check: "exam",
    who: "you",
    severity: "blocks",
    remedy: /genie-enhancer exam lint/u,
    visit: { settings: { benchmarks: "nowhere.json" } },
  },
  {
    fault: "an exam that cannot be read as one",
    check: "exam",
    who: "you",
    severity: "blocks",
    remedy: /exam lint/u,
    visit: { settings: { benchmarks: "/Volumes/sandbox/s/v/exam.json" } },
    arrange: ({ answer }) => answer("/api/2.0/fs/files/*", '{"benchmarks": [', {}),
  },
  {
    fault: "an exam table that may not be read",
    check: "exam",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`GRANT SELECT ON TABLE \`samples\`\\.\`bakehouse\`\\.\`exam\` ${toMe}`, "u"),
    visit: { settings: { benchmarks: "samples.bakehouse.exam" } },
    arrange: ({ refuse }) =>
      refuse(
        "samples.bakehouse.exam",
        "Insufficient privileges: User does not have SELECT on Table 'samples.bakehouse.exam'.",
      ),
  },
  {
    fault: "an exam volume that may not be read",
    check: "exam",
    who: "workspace_admin",
    severity: "blocks",
    remedy: new RegExp(`GRANT READ VOLUME ON VOLUME \`sandbox\`\\.\`s\`\\.\`v\` ${toMe}`, "u"),
    visit: { settings: { benchmarks: "/Volumes/sandbox/s/v/exam.json" } },
    arrange: ({ answer }) =>
      answer("/api/2.0/fs/files/*", denied("User does not have READ VOLUME on the volume."), { status: 403 }),
  },
  {
    fault: "a table that may not be read",
    check: "tables",
    who: "workspace_admin",
    severity: "warns",
    remedy: new RegExp(`^Run: GRANT SELECT ON TABLE \`samples\`\\.\`bakehouse\`\\.\`sales_customers\` ${toMe}`, "u"),
    spoils: ["six_1", "six_6"],
    arrange: ({ control }) => control("POST", "/tables/deny", { table: "samples.bakehouse.sales_customers" }),
  },
  {
    fault: "a table that is not there",
    check: "tables",
    who: "you",
    severity: "warns",
    remedy: /Correct the table's name/u,
    spoils: ["a"],
    visit: { settings: { benchmarks: "/Volumes/sandbox/s/v/exam.json" } },
    arrange: ({ answer }) =>
      answer("/api/2.0/fs/files/*", examWith({ expected_sql: "SELECT x FROM samples.bakehouse.sales_gone" }), {}),
  },
  {
    fault: "fewer questions allowed than the first scoring asks",
    check: "limits",
    who: "you",
    severity: "blocks",
    remedy: /--max-questions 1\d/u,
    visit: { settings: { max_questions: 3 } },
  },
  {
    fault: "promotion by itself on an exam without held-out questions",
    check: "promotion",
    who: "you",
    severity: "warns",
    remedy: /--promote ask.*genie-enhancer exam split/u,
    visit: { settings: { promote: "auto", benchmarks: "/Volumes/sandbox/s/v/exam.json" } },
    arrange: ({ answer }) => answer("/api/2.0/fs/files/*", examWith({}), {}),
  },
];
