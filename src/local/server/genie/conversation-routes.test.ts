import { describe, expect, it } from "vitest";
import { manualClock } from "../../../lib/core/clock.ts";
import { idOf, type Loose, testWorkspace, type TestWorkspace, tinyDocument } from "../test-workspace.ts";

async function start(workspace: TestWorkspace, space: string, content: string): Promise<{ path: string; body: Loose }> {
  const { body } = await workspace.call("POST", `/api/2.0/genie/spaces/${space}/start-conversation`, { content });
  return {
    path: `/api/2.0/genie/spaces/${space}/conversations/${body.conversation_id}/messages/${body.message_id}`,
    body,
  };
}

describe("the conversation API", () => {
  it("answers at the first poll at speed 0, in the shape seen live", async () => {
    const workspace = await testWorkspace();
    const samples = [{ id: idOf(1), question: ["How many pots?"] }];
    const space = await workspace.space({ ...tinyDocument, config: { sample_questions: samples } });
    const { path, body } = await start(workspace, space, "How tall?");
    expect(body.message.status).toBe("SUBMITTED");
    expect(body.message).not.toHaveProperty("attachments");
    const { body: message } = await workspace.call("GET", path);
    expect(message.status).toBe("COMPLETED");
    expect(message).not.toHaveProperty("error");
    const [query, suggestions, text] = message.attachments;
    expect(query.query).toMatchObject({ query: "SELECT 'How tall?'", query_result_metadata: { row_count: 1 } });
    expect(query.query).not.toHaveProperty("title");
    expect(query.query).not.toHaveProperty("id");
    expect(suggestions.suggested_questions.questions).toEqual(["How many pots?"]);
    expect(text).toEqual({ text: { content: "One row." } });
  });

  it("gives the rows as a statement response with text cells", async () => {
    const workspace = await testWorkspace();
    const { path } = await start(workspace, await workspace.space(), "How tall?");
    const { body: message } = await workspace.call("GET", path);
    const attachment = `${path}/attachments/${message.attachments[0].attachment_id}`;
    const { body } = await workspace.call("GET", `${attachment}/query-result`);
    expect(body.statement_response).toMatchObject({
      statement_id: message.attachments[0].query.statement_id,
      status: { state: "SUCCEEDED" },
      manifest: { total_row_count: 1, truncated: false, schema: { columns: [{ name: "answer", position: 0 }] } },
      result: { data_array: [["SELECT 'How tall?'"]] },
    });
    expect((await workspace.call("GET", `${path}/attachments/${idOf(9)}/query-result`)).status).toBe(404);
  });

  it("moves through working states while its latency passes", async () => {
    const clock = manualClock();
    const workspace = await testWorkspace({ speed: 1, clock });
    const { path } = await start(workspace, await workspace.space(), "How tall?");
    const seen = new Set<string>();
    for (let second = 0; second < 600; second += 1) {
      const { body } = await workspace.call("GET", path);
      seen.add(body.status);
      if (body.status === "COMPLETED") break;
      clock.advance(100);
    }
    expect([...seen].at(0)).toBe("SUBMITTED");
    expect([...seen].at(-1)).toBe("COMPLETED");
    for (const status of ["FETCHING_METADATA", "FILTERING_CONTEXT", "ASKING_AI", "EXECUTING_QUERY"]) {
      expect(seen).toContain(status);
    }
  });

  it("refuses the rows of a message that is still thinking", async () => {
    const workspace = await testWorkspace({ speed: 1 });
    const { path } = await start(workspace, await workspace.space(), "How tall?");
    const { status, body } = await workspace.call("GET", `${path}/query-result`);
    expect([status, body.error_code]).toEqual([400, "INVALID_STATE"]);
  });

  it("shows rows older than an hour as expired, until they are fetched again", async () => {
    const clock = manualClock();
    const workspace = await testWorkspace({ clock });
    const { path } = await start(workspace, await workspace.space(), "How tall?");
    await workspace.call("GET", path);
    clock.advance(3_600_001);
    expect((await workspace.call("GET", path)).body.status).toBe("QUERY_RESULT_EXPIRED");
    expect((await workspace.call("GET", `${path}/query-result`)).status).toBe(400);
    const again = await workspace.call("POST", `${path}/execute-query`);
    expect(again.body.statement_response.status.state).toBe("SUCCEEDED");
    expect((await workspace.call("GET", path)).body.status).toBe("COMPLETED");
  });

  it("fails with the engine's words when the SQL does not run", async () => {
    const workspace = await testWorkspace();
    const { path } = await start(workspace, await workspace.space(), "BAD");
    const { body } = await workspace.call("GET", path);
    expect(body.status).toBe("FAILED");
    expect(body.error).toEqual({ error: "[PARSE_SYNTAX_ERROR] near BAD", type: "SQL_EXECUTION_EXCEPTION" });
  });

  it.each([
    [{ kind: "failed", type: "CONTENT_FILTER_EXCEPTION" }, ["FAILED", "FAILED"]],
    [{ kind: "cancelled" }, ["CANCELLED", "CANCELLED"]],
    [{ kind: "unknown_status", status: "IN_PROGRESS" }, ["IN_PROGRESS", "COMPLETED"]],
    [{ kind: "expired" }, ["QUERY_RESULT_EXPIRED", "QUERY_RESULT_EXPIRED"]],
    [{ kind: "stuck" }, ["ASKING_AI", "ASKING_AI"]],
  ] as const)("can be made to end as %j", async (rule, statuses) => {
    const workspace = await testWorkspace();
    workspace.rules.add({ nth: 1, times: 1, polls: 1, ...rule } as Parameters<typeof workspace.rules.add>[0]);
    const { path } = await start(workspace, await workspace.space(), "How tall?");
    const seen = [(await workspace.call("GET", path)).body.status, (await workspace.call("GET", path)).body.status];
    expect(seen).toEqual(statuses);
  });

  it("marks a question asked back", async () => {
    const workspace = await testWorkspace();
    workspace.rules.add({ kind: "follow_up", content: "Which?", nth: 1, times: 1 });
    const { path } = await start(workspace, await workspace.space(), "How tall?");
    const { body } = await workspace.call("GET", path);
    expect(body.attachments).toEqual([{ text: { content: "Which?", purpose: "FOLLOW_UP_QUESTION" } }]);
  });

  it("tells the reader the earlier questions and how often it was asked", async () => {
    const requests: unknown[] = [];
    const workspace = await testWorkspace({
      reader: async ({ question, history, timesAsked }) => {
        requests.push([question, history, timesAsked]);
        return await Promise.resolve({ kind: "text", content: "", followUp: false });
      },
    });
    const space = await workspace.space();
    const { path } = await start(workspace, space, "a");
    await workspace.call("POST", path.replace(/\/[^/]+$/u, ""), { content: "b" });
    await start(workspace, space, "a");
    expect(requests).toEqual([
      ["a", [], 0],
      ["b", ["a"], 0],
      ["a", [], 1],
    ]);
  });

  it("answers from the content of an indexing delay ago", async () => {
    const clock = manualClock();
    const seen: Loose[] = [];
    const workspace = await testWorkspace({
      clock,
      speed: 1,
      questionsPerMinute: null,
      reader: async ({ space }) => {
        seen.push((space as Loose).data_sources.tables.length);
        return await Promise.resolve({ kind: "text", content: "", followUp: false });
      },
    });
    const space = await workspace.space();
    clock.advance(60_000);
    const one = { version: 2, data_sources: { tables: [{ identifier: "garden.shed.pots" }] } };
    await workspace.call("PATCH", `/api/2.0/genie/spaces/${space}`, { serialized_space: JSON.stringify(one) });
    await start(workspace, space, "a");
    clock.advance(30_000);
    await start(workspace, space, "a");
    expect(seen).toEqual([2, 1]);
  });

  it("lets only those ask who may run the space, and shows a conversation to its owner", async () => {
    const workspace = await testWorkspace();
    const space = await workspace.space();
    const { path } = await start(workspace, space, "a");
    const other = workspace.tokens.restrictedToken;
    const ask = `/api/2.0/genie/spaces/${space}/start-conversation`;
    expect((await workspace.call("POST", ask, { content: "a" }, other)).body.error_code).toBe("PERMISSION_DENIED");
    const access = [{ group_name: "users", permission_level: "CAN_RUN" }];
    await workspace.call("PATCH", `/api/2.0/permissions/genie/${space}`, { access_control_list: access });
    expect((await workspace.call("POST", ask, { content: "a" }, other)).status).toBe(200);
    expect((await workspace.call("GET", path, undefined, other)).status).toBe(403);
  });

  it("refuses an empty question and unknown ids", async () => {
    const workspace = await testWorkspace();
    const space = await workspace.space();
    const base = `/api/2.0/genie/spaces/${space}`;
    expect((await workspace.call("POST", `${base}/start-conversation`, {})).status).toBe(400);
    expect((await workspace.call("GET", `${base}/conversations/x/messages/y`)).status).toBe(404);
    expect((await workspace.call("POST", `/api/2.0/genie/spaces/x/start-conversation`, { content: "a" })).status).toBe(
      404,
    );
  });

  it("lists, takes feedback and deletes", async () => {
    const workspace = await testWorkspace();
    const space = await workspace.space();
    const { path, body } = await start(workspace, space, "a");
    await start(workspace, space, "b");
    const base = `/api/2.0/genie/spaces/${space}/conversations`;
    const first = (await workspace.call("GET", `${base}?page_size=1`)).body;
    expect(first.conversations[0].title).toBe("b");
    const second = (await workspace.call("GET", `${base}?page_size=1&page_token=${first.next_page_token}`)).body;
    expect(second.conversations[0].conversation_id).toBe(body.conversation_id);
    expect(second).not.toHaveProperty("next_page_token");
    await workspace.call("POST", `${path}/feedback`, { rating: "NEGATIVE" });
    expect((await workspace.call("GET", path)).body.feedback).toEqual({ rating: "NEGATIVE" });
    await workspace.call("DELETE", path);
    expect((await workspace.call("GET", path)).status).toBe(404);
  });
});
