import { StringDecoder } from "node:string_decoder";

/** Takes bytes as they come and gives whole lines without their ends; what is left at the end is a line too. */
export function wholeLines(give: (line: string) => void): {
  readonly take: (bytes: Buffer) => void;
  readonly end: () => void;
} {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  return {
    take: (bytes) => {
      const lines = (rest + decoder.write(bytes)).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(give);
    },
    end: () => {
      rest += decoder.end();
      if (rest !== "") give(rest);
      rest = "";
    },
  };
}
