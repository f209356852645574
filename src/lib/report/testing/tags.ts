/** Every tag of an HTML text with its attributes, as written. */
export function tagsOf(html: string): string[] {
  return [...html.matchAll(/<[a-z!/?][^>]*>/giu)].map(([tag]) => tag);
}

/** The names of open elements that no tag closes, or the first tag that closes nothing; empty when the text is well formed. */
export function unclosed(markup: string): string[] {
  const open: string[] = [];
  for (const tag of tagsOf(markup)) {
    const name = /^<\/?(?<name>[a-z0-9]+)/iu.exec(tag)?.groups?.name ?? "";
    if (tag.endsWith("/>")) continue;
    if (!tag.startsWith("</")) open.push(name);
    else if (open.pop() !== name) return [tag];
  }
  return open;
}
