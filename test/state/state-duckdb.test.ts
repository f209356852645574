import { openDuckDbSql } from "./duckdb-sql.ts";
import { describeState } from "./state-contract.ts";

describeState("the embedded warehouse", "sandbox", () => openDuckDbSql("sandbox"));
