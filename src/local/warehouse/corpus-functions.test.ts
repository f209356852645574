import { embedded } from "./corpus-engine.fixture.ts";
import { describeFunctions } from "./corpus-functions.fixture.ts";

describeFunctions(embedded);
