import { describe, expect, it } from "vitest";
import { EnhancerError } from "../core/errors.ts";
import { environmentSource, resolveSettings, type Source } from "./resolve.ts";

const flags = (values: Record<string, unknown>): Source => ({
  kind: "flag",
  values,
  where: (name) => `flag --${name.replaceAll("_", "-")}`,
});

function problemsOf(sources: readonly Source[]): string {
  try {
    resolveSettings(sources);
  } catch (error) {
    if (error instanceof EnhancerError) return error.message;
  }
  return "";
}

describe("settings", () => {
  it("have the published defaults", () => {
    const { settings, origins } = resolveSettings([]);
    expect(settings).toMatchObject({
      target_score: 0.9,
      catalog: "sandbox",
      schema: "genie_enhancement",
      max_iterations: 5,
      genie_concurrent: 3,
      indexing_wait: 60,
      strategy: "bisect",
      promote: "ask",
      llm_endpoint: null,
    });
    expect(origins.target_score).toBe("default");
  });

  it("take the strongest source and say which it was", () => {
    const environment = environmentSource({ GENIE_ENHANCER_TARGET_SCORE: "0.7", GENIE_ENHANCER_LOCALE: "ko" });
    const { settings, origins } = resolveSettings([flags({ target_score: "0.8" }), environment]);
    expect(settings).toMatchObject({ target_score: 0.8, locale: "ko" });
    expect(origins).toMatchObject({
      target_score: "flag --target-score",
      locale: "environment variable GENIE_ENHANCER_LOCALE",
    });
  });

  it("understand the spellings of earlier generations", () => {
    const environment = environmentSource({
      GENIE_SPACE_ID: "01f1000000000000000000000000abcd",
      DATABRICKS_HTTP_PATH: "/sql/1.0/warehouses/abc123",
    });
    expect(resolveSettings([flags({ max_loops: "2" }), environment]).settings).toMatchObject({
      space_id: "01f1000000000000000000000000abcd",
      warehouse_id: "abc123",
      max_iterations: 2,
    });
  });

  it("prefer today's environment name to an old one", () => {
    const environment = environmentSource({ GENIE_ENHANCER_WAREHOUSE_ID: "new", WAREHOUSE_ID: "old" });
    expect(resolveSettings([environment]).settings.warehouse_id).toBe("new");
  });

  it("are refused all at once, each with its value, what is allowed and where it came from", () => {
    const message = problemsOf([
      flags({ target_score: "90", strategy: "fast" }),
      environmentSource({ GENIE_ENHANCER_SPACE_ID: "nope", GENIE_ENHANCER_TARGET: "1" }),
    ]);
    expect(message).toContain("4 settings are wrong");
    expect(message).toContain('target_score = "90" (flag --target-score)');
    expect(message).toContain('strategy = "fast" (flag --strategy): allowed: bisect, batch');
    expect(message).toContain(
      'space_id = "nope" (environment variable GENIE_ENHANCER_SPACE_ID): must be 32 hex digits',
    );
    expect(message).toContain(
      'unknown setting "target" (environment variable GENIE_ENHANCER_TARGET); did you mean target_score?',
    );
  });
});
