/**
 * `deno task doc-lint`: `deno doc --lint` on the door of every folder. A member whose name and
 * unit say everything may go without a docstring; an exported symbol may not.
 *
 * @module
 */

/** One complaint of `deno doc --lint`. */
interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly place: string;
  readonly source: string;
}

/** Reads the complaints out of what `deno doc --lint` prints. */
export function readComplaints(output: string): Complaint[] {
  // deno-lint-ignore no-control-regex -- colours are escape sequences
  const plain = output.replace(/\x1b\[[0-9;]*m/g, "");
  return plain.split(/^error\[/m).slice(1).map((text) => ({
    code: text.slice(0, text.indexOf("]")),
    message: text.slice(text.indexOf(":") + 2, text.indexOf("\n")),
    place: text.match(/--> (\S+)/)?.[1] ?? "",
    source: text.match(/^[> ]*\d+ \| (.*)$/m)?.[1] ?? "",
  }));
}

/** Whether a complaint stands here: it is about an exported symbol, not about a member. */
export function stands({ code, message, source }: Complaint): boolean {
  const isMember = !source.startsWith("export ");
  switch (code) {
    case "missing-jsdoc":
      return !isMember;
    case "private-type-ref":
      // Names taken from the rows of a table (typeof ROWS) need no door for the table.
      return !isMember && !/private type '[A-Z_]+'/.test(message);
    default:
      return !code.startsWith("missing-");
  }
}

/** Every mod.ts below a folder. */
function* doors(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && !entry.name.startsWith(".")) yield* doors(path);
    else if (entry.name === "mod.ts") yield path;
  }
}

if (import.meta.main) {
  Deno.chdir(new URL("../", import.meta.url));
  const args = ["doc", "--lint", ...doors(".")];
  const output = await new Deno.Command(Deno.execPath(), { args, stdout: "null" }).output();
  const stderr = new TextDecoder().decode(output.stderr);
  const complaints = readComplaints(stderr);
  const standing = complaints.filter(stands);
  for (const { place, message, source } of standing) {
    console.error(`${place}: ${message}: ${source}`);
  }
  // It can also fail before it judges anything, for instance at a file that does not parse.
  const broke = !output.success && complaints.length === 0;
  if (broke) console.error(stderr);
  if (broke || standing.length > 0) Deno.exit(1);
}
