import type { Config as SdkConfig, CredentialProvider } from "@databricks/sdk-experimental/dist/config/index.js";
import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { redact, rememberSecret } from "../core/redact.ts";
import { clientCredentials } from "./client-credentials.ts";
import type { Transport } from "./transport.ts";

/** Headers that prove who we are. "fresh" drops what is held, for when the workspace refused it. */
export type Authenticate = (how: "cached" | "fresh") => Promise<Readonly<Record<string, string>>>;

type Options = {
  readonly host: URL;
  /** The environment: `DATABRICKS_TOKEN`, `DATABRICKS_CLIENT_ID`, `DATABRICKS_METADATA_SERVICE_URL`, … */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly transport: Transport;
  readonly clock: Clock;
};

/**
 * Databricks' unified authentication: the SDK finds the method (token, client credentials, metadata service, CLI
 * profile, cloud identity) and renews what runs out. Client credentials are exchanged by our own client, as the SDK's
 * takes no private certificate authority and knows no time limit.
 */
export function authenticator({ host, env, transport, clock }: Options): Authenticate {
  rememberSecrets(env);
  let config: Promise<SdkConfig> | null = null;
  const configure = async (): Promise<SdkConfig> => {
    // Loaded when first needed: commands that never call a workspace start faster.
    const { Config, DefaultCredentials } = await import("@databricks/sdk-experimental/dist/config/index.js");
    const credentials: CredentialProvider = {
      name: "default",
      configure: (resolved) => {
        const { clientId, clientSecret } = resolved;
        const wanted = resolved.authType === undefined || resolved.authType === "oauth-m2m";
        return clientId !== undefined && clientSecret !== undefined && wanted
          ? Promise.resolve(clientCredentials({ host, clientId, clientSecret, transport, clock }))
          : new DefaultCredentials().configure(resolved);
      },
    };
    return new Config({ host: host.origin, env: { ...env }, skipVerify: false, credentials });
  };
  return async (how) => {
    if (how === "fresh") config = null;
    config ??= configure();
    const headers = new Headers();
    try {
      await (await config).authenticate(headers);
    } catch (error) {
      config = null;
      throw error instanceof EnhancerError ? error : authenticationError(error, host);
    }
    const given = Object.fromEntries(headers);
    rememberSecret((given["authorization"] ?? "").replace(/^\w+ /u, ""));
    return given;
  };
}

function rememberSecrets(env: Options["env"]): void {
  for (const name of ["DATABRICKS_TOKEN", "DATABRICKS_CLIENT_SECRET", "DATABRICKS_PASSWORD", "ARM_CLIENT_SECRET"]) {
    rememberSecret(env[name] ?? "");
  }
}

function authenticationError(cause: unknown, host: URL): EnhancerError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const ambiguous = said.includes("more than one authorization method");
  return new EnhancerError({
    code: ambiguous ? "SETTINGS_INVALID" : "UNAUTHENTICATED",
    message: `Could not sign in to ${host.host}: ${redact(said)}.`,
    remedy: ambiguous
      ? "Keep one way to sign in, or name it in DATABRICKS_AUTH_TYPE."
      : "Set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, for this workspace.",
    // The SDK's error holds the whole configuration, secrets included, so it is not handed on as the cause.
  });
}
