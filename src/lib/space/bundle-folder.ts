/**
 * Whether a workspace folder belongs to a deployed bundle, whose next deployment would put the file's configuration over what anyone
 * wrote there. Bundles keep everything of theirs under a folder `.bundle`. @param parentPath the folder a space lies in, null when not told
 */
export function isBundleFolder(parentPath: string | null): boolean {
  return parentPath !== null && parentPath.split("/").includes(".bundle");
}

/** The name under which a bundle keeps a space's configuration: `<title>.geniespace.json`, without what no file's name may hold. */
export function geniespaceFileName(title: string): string {
  const plain = title
    .replaceAll(/[\p{Cc}"*/:<>?\\|]+/gu, "_")
    .replace(/^[.\s]+/u, "")
    .trim();
  return `${plain === "" ? "space" : plain}.geniespace.json`;
}
