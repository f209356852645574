import { z } from "zod";
import type { Clock } from "../../../lib/core/clock.ts";
import { digestText } from "../../../lib/core/digest.ts";
import type { Ids } from "../../../lib/core/random.ts";
import { unauthenticated } from "../api-error.ts";
import type { Keep } from "../keep.ts";
import { localPrincipal, localUser, restrictedUser, type User, userNamed } from "./users.ts";

/**
 * Who may call. Personal tokens live until they are expired by hand, tokens of the OAuth endpoint for an hour unless told
 * otherwise. Only digests of personal tokens and of client secrets are kept, so tokens of earlier starts stay good and none is
 * readable on disk.
 */
export type TokenBook = {
  readonly token: string;
  readonly restrictedToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** @throws ApiError 401 */
  check(authorization: string | undefined): User;
  /** A new OAuth token. `expiresAt` is in milliseconds since 1970, `expiresIn` in seconds from now. */
  issue(user: User): { readonly accessToken: string; readonly expiresAt: number; readonly expiresIn: number };
  /** The principal whose client credentials these are, or null. */
  principalOf(clientId: string, clientSecret: string): User | null;
  expire(kind: "personal" | "oauth" | "all"): void;
  /** OAuth tokens issued from now on live so many seconds. */
  liveFor(seconds: number): void;
  /** Makes expired personal tokens good again, and OAuth tokens live an hour again. */
  restore(): void;
};

const kept = z.object({
  personal: z.array(z.object({ digest: z.string(), user: z.string() })),
  secrets: z.array(z.string()),
});

const tokenLifeMs = 3_600_000;
// Older starts' tokens beyond this many are forgotten.
const keptStarts = 10;

export async function openTokenBook(clock: Clock, random: Ids, keep: Keep): Promise<TokenBook> {
  const before = kept.safeParse(await keep.read("tokens")).data ?? { personal: [], secrets: [] };
  const token = `dapi${random.hex32()}`;
  const restrictedToken = `dapi${random.hex32()}`;
  const clientSecret = `dose${random.hex32()}`;
  const now = {
    personal: [
      ...before.personal.slice(-2 * (keptStarts - 1)),
      { digest: digestText(token), user: localUser.name },
      { digest: digestText(restrictedToken), user: restrictedUser.name },
    ],
    secrets: [...before.secrets.slice(-(keptStarts - 1)), digestText(clientSecret)],
  };
  keep.changed("tokens", () => now);
  const personal = new Map(now.personal.map((entry) => [entry.digest, entry.user]));
  const secrets = new Set(now.secrets);
  const issued = new Map<string, { user: User; expiresAt: number }>();
  let personalExpired = false;
  let lifeMs = tokenLifeMs;

  const check = (authorization: string | undefined): User => {
    const given = /^Bearer\s+(\S+)$/iu.exec(authorization ?? "")?.[1];
    if (given === undefined) {
      throw unauthenticated("Credential was not sent or was of an unsupported type for this API.");
    }
    const digest = digestText(given);
    const oauth = issued.get(digest);
    if (oauth !== undefined) {
      if (oauth.expiresAt > clock.now().getTime()) return oauth.user;
      throw unauthenticated("The access token expired.");
    }
    const owner = personal.get(digest);
    const user = owner === undefined ? null : userNamed(owner);
    if (user === null) throw unauthenticated("Invalid access token.");
    if (personalExpired) throw unauthenticated("The access token expired.");
    return user;
  };

  return {
    token,
    restrictedToken,
    clientId: localPrincipal.name,
    clientSecret,
    check,
    issue: (user) => {
      const nowMs = clock.now().getTime();
      for (const [digest, entry] of issued) {
        // An hour past its end a token is forgotten; until then it is told apart from one never issued.
        if (entry.expiresAt + tokenLifeMs < nowMs) issued.delete(digest);
      }
      const expiresAt = nowMs + lifeMs;
      const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
      const accessToken = `${part({ alg: "none", typ: "JWT" })}.${part({ sub: user.name, exp: Math.floor(expiresAt / 1000) })}.${random.hex32()}`;
      issued.set(digestText(accessToken), { user, expiresAt });
      return { accessToken, expiresAt, expiresIn: lifeMs / 1000 };
    },
    principalOf: (clientId, secret) =>
      clientId === localPrincipal.name && secrets.has(digestText(secret)) ? localPrincipal : null,
    expire: (kind) => {
      if (kind !== "oauth") personalExpired = true;
      if (kind === "personal") return;
      const end = clock.now().getTime();
      for (const entry of issued.values()) entry.expiresAt = Math.min(entry.expiresAt, end);
    },
    liveFor: (seconds) => {
      lifeMs = seconds * 1000;
    },
    restore: () => {
      personalExpired = false;
      lifeMs = tokenLifeMs;
    },
  };
}
