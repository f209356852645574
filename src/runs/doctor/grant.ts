/** `` `c`.`s`.`t` `` of `c.s.t`, whether its parts are quoted or not. */
function quotedName(name: string): string {
  const parts = name.match(/`(?:[^`]|``)+`|[^.`]+/gu) ?? [name];
  return parts.map((part) => (part.startsWith("`") ? part : quotedWord(part))).join(".");
}

function quotedWord(word: string): string {
  return `\`${word.replaceAll("`", "``")}\``;
}

/** The statement that gives a privilege of Unity Catalog. @param kind CATALOG, SCHEMA, TABLE, VOLUME, FUNCTION */
export function grantOf(privileges: string, kind: string, name: string, principal: string): string {
  return `GRANT ${privileges} ON ${kind.toUpperCase()} ${quotedName(name)} TO ${quotedWord(principal)}`;
}

/** Kinds of objects as the permissions command names them. */
type AclKind = "genie" | "warehouses" | "serving-endpoints" | "jobs" | "directories";

/** The command that gives a permission on something that is no table. */
export function permissionOf(kind: AclKind, id: string, level: string, principal: string): string {
  const isService = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(principal);
  const entry = { [isService ? "service_principal_name" : "user_name"]: principal, permission_level: level };
  const list = JSON.stringify({ access_control_list: [entry] });
  return `databricks permissions update ${kind} ${id} --json '${list.replaceAll("'", String.raw`'\''`)}'`;
}

/** A privilege that a statement was refused for. */
export type Lacking = { readonly privilege: string; readonly kind: string; readonly name: string };

const lackingWords =
  /does not have (?<privilege>(?:CREATE|USE|READ|WRITE|SELECT|MODIFY|EXECUTE|BROWSE|MANAGE|APPLY)(?: [A-Z]+)*) on (?<kind>Table|View|Schema|Catalog|Volume|Function|Metric View) ['"](?<name>[^'"]+)['"]/iu;

/** Reads off the platform's words which privilege is lacking, or null where they do not say. */
export function lackingIn(message: string): Lacking | null {
  const { privilege, kind, name } = lackingWords.exec(message)?.groups ?? {};
  if (privilege === undefined || kind === undefined || name === undefined) return null;
  const upper = kind.toUpperCase();
  // GRANT knows views as tables.
  return { privilege: privilege.toUpperCase(), kind: upper.endsWith("VIEW") ? "TABLE" : upper, name };
}
