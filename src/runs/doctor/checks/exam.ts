import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { asSaid, runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { loadExamFor } from "../../exam/exam-source.ts";
import { type Check, type DoctorContext, failing, ok } from "../check.ts";
import { grantOf, type Lacking, lackingIn } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

export const exam: Check = {
  name: "exam",
  kind: "workspace",
  severity: "blocks",
  needs: ["space_document", "warehouse_use"],
  orchestrator: "itself",
  run: async (context, known) => {
    const { run, settings, signal } = context;
    try {
      const loaded = await loadExamFor({ settings, workspace: run.workspace, signal }, knownFact(known, "document"));
      known.exam = loaded;
      const visible = loaded.questions.filter(({ split }) => split === "visible").length;
      return ok(findings.examOk(visible, loaded.questions.length - visible));
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "EXAM_INVALID") throw thrown;
      const lacking = lackingFor(context, thrown);
      if (lacking === null) return failing(asSaid(thrown.message), "you", findings.examMend, { error: thrown });
      const { privilege, kind, name } = lacking;
      const { userName } = knownFact(known, "identity");
      return failing(
        findings.refused(userName, privilege, `${kind} ${name}`),
        "workspace_admin",
        runThis(grantOf(privilege, kind, name, userName)),
        { error: thrown },
      );
    }
  },
};

/** The privilege that reading the exam takes, where that is why it cannot be read. */
function lackingFor({ settings: { benchmarks } }: DoctorContext, { message, cause }: EnhancerError): Lacking | null {
  const said = lackingIn(message);
  if (said !== null) return said;
  if (!(cause instanceof EnhancerError) || cause.code !== "PERMISSION_DENIED") return null;
  const [, , ...names] = benchmarks.split("/");
  return { privilege: "READ VOLUME", kind: "VOLUME", name: names.slice(0, 3).join(".") };
}
