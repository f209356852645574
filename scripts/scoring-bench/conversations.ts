import { createTransport } from "../../src/lib/databricks/transport.ts";
import type { Ground } from "../../test/whole/fixture.ts";

/** A conversation as the workspace lists it. */
export type Listed = { readonly conversation_id: string; readonly title: string; readonly created_timestamp: number };
type Page = { readonly conversations: readonly Listed[]; readonly next_page_token?: string };

/** Every conversation of a space, straight from the workspace. */
export async function conversationsOf({ serving }: Ground, spaceId: string): Promise<readonly Listed[]> {
  const { host, token, caPem } = serving.workspace;
  const transport = createTransport(caPem);
  const found: Listed[] = [];
  for (let next: string | undefined = ""; next !== undefined;) {
    const url = new URL(`/api/2.0/genie/spaces/${spaceId}/conversations`, host);
    url.search = new URLSearchParams({ page_size: "100", ...(next === "" ? {} : { page_token: next }) }).toString();
    const headers = { authorization: `Bearer ${token}` };
    const { text } = await transport.exchange({ url, method: "GET", headers, signal: new AbortController().signal });
    const page = JSON.parse(text) as Page;
    found.push(...page.conversations);
    next = page.next_page_token;
  }
  transport.close();
  return found;
}
