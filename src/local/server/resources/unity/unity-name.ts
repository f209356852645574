import { ApiError, invalidParameter } from "../../api-error.ts";

/** The one metastore there is. */
export const metastore = { id: "4b1f0c52-7c1e-4c1b-9a53-6d2f5f0a9e01", name: "local-metastore" } as const;

/** Kinds of securable objects that are served, as grants name them. */
export type SecurableKind = "catalog" | "schema" | "volume" | "table";

/**
 * A name as Unity Catalog stores it: lower case, and nothing that would end a name.
 * @throws ApiError 400
 */
export function unityName(name: string, of: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what the platform refuses
  if (name !== "" && name.length <= 255 && !/[\s./\u0000-\u001f\u007f]/u.test(name)) return name.toLowerCase();
  throw invalidParameter(
    `Invalid input: ${of} "${name}" is not a valid name. Valid names cannot contain spaces, periods, forward slashes, or control characters.`,
  );
}

const codes = { catalog: "CATALOG", schema: "SCHEMA", volume: "VOLUME", table: "TABLE" } as const;
const words = { catalog: "Catalog", schema: "Schema", volume: "Volume", table: "Table" } as const;

/** 404 for a securable that is not there. */
export function noSuch(kind: SecurableKind, fullName: string): ApiError {
  return new ApiError(404, `${codes[kind]}_DOES_NOT_EXIST`, `${words[kind]} '${fullName}' does not exist.`);
}

/** 400 for a name that is taken. */
export function taken(kind: SecurableKind, name: string): ApiError {
  return new ApiError(400, `${codes[kind]}_ALREADY_EXISTS`, `${words[kind]} '${name}' already exists`);
}
