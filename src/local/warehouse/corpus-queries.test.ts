import { embedded } from "./corpus-engine.fixture.ts";
import { describeQueries } from "./corpus-queries.fixture.ts";

describeQueries(embedded);
