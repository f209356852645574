import { describe, expect, it } from "vitest";
import { EnhancerError } from "../core/errors.ts";
import { environmentSource, resolveSettings, type Source } from "./resolve.ts";
import { settingNames } from "./settings.ts";

const flags = (values: Record<string, unknown>): Source => ({
  kind: "flag",
  values,
  where: (name) => `flag --${name.replaceAll("_", "-")}`,
});

function thrownBy(sources: readonly Source[]): EnhancerError | null {
  try {
    resolveSettings(sources);
  } catch (error) {
    if (error instanceof EnhancerError) return error;
  }
  return null;
}

function problemsOf(sources: readonly Source[]): string {
  return thrownBy(sources)?.message ?? "";
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
    expect(message).toContain('strategy = "fast" (flag --strategy): allowed: bisect, batch, sequential');
    expect(message).toContain(
      'space_id = "nope" (environment variable GENIE_ENHANCER_SPACE_ID): must be 32 hex digits',
    );
    expect(message).toContain(
      'unknown setting "target" (environment variable GENIE_ENHANCER_TARGET); did you mean target_score?',
    );
  });

  it.each([
    [{ target_score: 90 }, "must be more than 0 and at most 1", "0보다 크고 1 이하여야 합니다"],
    [{ target_score: "high" }, "must be more than 0 and at most 1", "0보다 크고 1 이하여야 합니다"],
    [{ max_iterations: 0.5 }, "must be a whole number from 1 to 50", "1부터 50까지의 정수여야 합니다"],
    [
      { questions_per_minute: "x" },
      "must be a whole number from 1 to 10000, or off",
      "1부터 10000까지의 정수 또는 off여야 합니다",
    ],
    [{ question_timeout: -1 }, "must be from 0 to 1800 seconds", "0초부터 1800초까지여야 합니다"],
    [{ batch: "yes" }, "must be true or false", "true 또는 false여야 합니다"],
    [{ out_dir: " " }, "must not be empty", "비워 둘 수 없습니다"],
    [{ catalog: 7 }, "must be one name, without dots, spaces or quotes", "점·공백·따옴표가 없는 이름 하나여야 합니다"],
    [{ strategy: "fast" }, "allowed: bisect, batch, sequential", "쓸 수 있는 값: bisect, batch, sequential"],
  ])("say in plain words of both languages what is allowed: %o", (values, en, ko) => {
    const [[name, value] = []] = Object.entries(values);
    const what = `${String(name)} = ${JSON.stringify(value)} (flag --${String(name).replaceAll("_", "-")})`;
    const error = thrownBy([flags(values)]);
    expect(error?.message).toBe(`1 setting is wrong: ${what}: ${en}`);
    expect(error?.context["in_korean"]).toBe(`설정 1개를 고쳐야 합니다: ${what}: ${ko}`);
  });

  it("are never refused in a schema library's own words", () => {
    const nonsense: readonly unknown[] = [{}, [], -1, 1e12, "", "x".repeat(99), true, 0.5];
    for (const name of settingNames) {
      for (const value of nonsense) {
        const message = problemsOf([flags({ [name]: value })]);
        expect(message).not.toMatch(/expected|Invalid|Too (?:big|small)|NaN/u);
      }
    }
  });
});
