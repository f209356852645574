import type { SpaceDocument } from "../document.ts";
import type { Fix } from "../fix.ts";
import { columnFixes } from "./columns.ts";
import { exampleQueryFixes } from "./example-queries.ts";
import type { FixContext, Locale, Refusal } from "./family.ts";
import { instructionFixes } from "./instruction.ts";
import { joinFixes } from "./joins.ts";
import { snippetFixes } from "./snippets.ts";
import { switchFixes } from "./column-switches.ts";
import { tableDescriptionFixes } from "./table-description.ts";

/** A fix bound to its family. */
export type BoundFix = {
  readonly apply: (draft: SpaceDocument, context: FixContext) => Refusal | null;
  readonly describe: (locale: Locale, document: SpaceDocument | null) => string;
};

/** The family that knows the fix. */
export function familyOf(fix: Fix): BoundFix {
  switch (fix.change_type) {
    case "update_text_instruction":
      return bound(instructionFixes, fix);
    case "add_join_spec":
    case "update_join_spec":
    case "delete_join_spec":
      return bound(joinFixes, fix);
    case "add_filter":
    case "add_expression":
    case "add_measure":
    case "update_filter":
    case "update_expression":
    case "update_measure":
    case "delete_filter":
    case "delete_expression":
    case "delete_measure":
      return bound(snippetFixes, fix);
    case "add_synonym":
    case "delete_synonym":
    case "add_column_description":
      return bound(columnFixes, fix);
    case "set_entity_matching":
    case "set_format_assistance":
      return bound(switchFixes, fix);
    case "add_table_description":
      return bound(tableDescriptionFixes, fix);
    case "add_example_query":
    case "delete_example_query":
      return bound(exampleQueryFixes, fix);
  }
}

function bound<F>(
  family: {
    readonly apply: (draft: SpaceDocument, fix: F, context: FixContext) => Refusal | null;
    readonly describe: (fix: F, locale: Locale, document: SpaceDocument | null) => string;
  },
  fix: F,
): BoundFix {
  return {
    apply: (draft, context) => family.apply(draft, fix, context),
    describe: (locale, document) => family.describe(fix, locale, document),
  };
}
