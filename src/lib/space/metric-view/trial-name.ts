import { digestOf } from "../../core/digest.ts";

const mark = "__trial_";
const suffix = new RegExp(`${mark}[0-9a-f]{8}$`, "u");

/**
 * A change of a metric view is tried under a name of its own, beside the view: the view itself may serve production, and is altered only
 * when the change is promoted. The same change has the same name in every run, in lower case as Unity Catalog stores names.
 */
export function trialViewName(name: string, yaml: string): string {
  return `${lastingViewName(name).toLowerCase()}${mark}${digestOf(yaml.trim()).slice(0, 8)}`;
}

/** The view that a trial's view stands for; any other name stands for itself. */
export function lastingViewName(name: string): string {
  return name.replace(suffix, "");
}

export function isTrialView(name: string): boolean {
  return suffix.test(name);
}
