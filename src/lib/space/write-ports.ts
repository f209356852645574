import { EnhancerError } from "../core/errors.ts";
import type { Ids } from "../core/random.ts";

/** An external write about to happen, and what became of it; whoever binds this adds the run. */
export type IntentLog = {
  begin(intent: {
    readonly intent_id: string;
    readonly kind: string;
    readonly target: string | null;
    readonly request_digest: string;
    readonly reason: string;
  }): Promise<void>;
  finish(
    intent_id: string,
    end: {
      readonly status: "DONE" | "FAILED" | "UNVERIFIED";
      readonly response_digest?: string | null;
      readonly result_json?: string | null;
      readonly reason?: string | null;
    },
  ): Promise<void>;
};

export type SpaceReader = {
  get(spaceId: string): Promise<{ readonly serializedSpace: string; readonly etag: string | null }>;
};

export type WritePorts = SpaceReader & {
  update(spaceId: string, update: { readonly serializedSpace: string; readonly etag?: string }): Promise<unknown>;
  readonly intents: IntentLog;
  readonly ids: Ids;
};

export type ClonePorts = SpaceReader & {
  create(creation: {
    readonly title: string;
    readonly description: string;
    readonly warehouseId: string;
    readonly parentPath?: string;
    readonly serializedSpace: string;
  }): Promise<{ readonly spaceId: string }>;
  list(): Promise<readonly { readonly spaceId: string; readonly description: string }[]>;
  readonly intents: IntentLog;
  readonly ids: Ids;
};

/** Whether the other side may have done what we asked although we got no answer. */
export function isLostAnswer(thrown: unknown): boolean {
  if (!(thrown instanceof EnhancerError)) return true;
  return ["TIMEOUT", "UNREACHABLE", "SERVER_ERROR", "BAD_RESPONSE", "INTERRUPTED", "INTERNAL"].includes(thrown.code);
}

/** An error's sentence, for rows. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
