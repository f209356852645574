import { z } from "zod";
import { invalidParameter } from "../../api-error.ts";

const part = z.looseObject({});
const root = z.looseObject({ pages: z.array(part).optional(), datasets: z.array(part).optional() });

/**
 * A dashboard's document as it is stored: each page says its type, each dataset the catalog and schema its tables are looked
 * up in when they were given, and the text ends with a line break.
 * @throws ApiError 400 for a text that is not the document of a dashboard
 */
export function storedDashboard(text: string, datasets: { catalog?: string; schema?: string }): string {
  const document = root.safeParse(parsedJson(text === "" ? "{}" : text));
  if (!document.success) {
    throw invalidParameter(`serialized_dashboard is not a dashboard: ${z.prettifyError(document.error)}`);
  }
  const { pages, datasets: sets, ...rest } = document.data;
  const stored = {
    ...rest,
    ...(sets === undefined ? {} : { datasets: sets.map((each) => ({ ...each, ...datasets })) }),
    ...(pages === undefined ? {} : { pages: pages.map((page) => ({ pageType: "PAGE_TYPE_CANVAS", ...page })) }),
  };
  return `${JSON.stringify(stored)}\n`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidParameter("serialized_dashboard is not JSON.");
  }
}
