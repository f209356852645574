import { invalidParameter } from "../api-error.ts";
import { dataSources, type JoinSpec, type SpaceDocument } from "./space-document.ts";

/**
 * Refuses members whose content cannot be: identifiers without three parts, entity matching without format assistance, parameters of one name,
 * joins that are not one equality and its marker, benchmark answers that are not one SQL text.
 * @throws ApiError 400
 */
export function checkMembers(document: SpaceDocument): void {
  for (const source of dataSources(document)) {
    checkIdentifier(source.identifier, "data_sources");
    for (const config of source.column_configs ?? []) {
      if (config.enable_entity_matching !== true || config.enable_format_assistance === true) continue;
      throw invalidParameter(
        `Invalid export proto: ${source.identifier}.${config.column_name}: enable_entity_matching requires enable_format_assistance`,
      );
    }
  }
  for (const each of document.instructions?.sql_functions ?? []) {
    checkIdentifier(each.identifier, "instructions.sql_functions");
  }
  for (const { id, parameters = [] } of document.instructions?.example_question_sqls ?? []) {
    const names = parameters.map((parameter) => parameter.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      throw invalidParameter(
        `Invalid export proto: instructions.example_question_sqls(${id}).parameters has a duplicate name: ${twice}`,
      );
    }
  }
  for (const join of document.instructions?.join_specs ?? []) checkJoin(join);
  for (const [index, question] of (document.benchmarks?.questions ?? []).entries()) {
    const path = `benchmarks.questions[${String(index)}].answer`;
    const [answer, ...more] = question.answer ?? [];
    if (more.length > 0) throw invalidParameter(`Invalid export proto: ${path} must contain exactly one item`);
    if (answer !== undefined && answer.format !== "SQL") {
      throw invalidParameter(`Invalid export proto: ${path}[0].format must be SQL but got ${answer.format}`);
    }
  }
}

function checkIdentifier(identifier: string, path: string): void {
  const parts = identifier.match(/`(?:[^`]|``)+`|[^.`]+/gu) ?? [];
  if (parts.length === 3 && parts.join(".") === identifier) return;
  throw invalidParameter(`Invalid export proto: ${path}: identifier '${identifier}' must be catalog.schema.name`);
}

const equality = /^`([^`]+)`\.`[^`]+`\s*=\s*`([^`]+)`\.`[^`]+`$/u;
const marker = /^--rt=FROM_RELATIONSHIP_TYPE_(?:MANY_TO_ONE|ONE_TO_MANY|ONE_TO_ONE|MANY_TO_MANY)--$/u;

function checkJoin(join: JoinSpec): void {
  const [condition = "", relationship = "", ...more] = join.sql.map((text) => text.trim());
  const sides = equality.exec(condition);
  const named =
    sides !== null &&
    join.left.alias !== join.right.alias &&
    new Set([sides[1], sides[2], join.left.alias, join.right.alias]).size === 2;
  if (named && sides[1] !== sides[2] && marker.test(relationship) && more.length === 0) return;
  throw invalidParameter(`Failed to parse export proto: ${join.sql.join("")} (of class java.lang.String)`);
}
