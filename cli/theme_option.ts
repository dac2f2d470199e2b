import { didYouMean } from "../telemetry/mod.ts";
import { parseTheme, type Theme, THEMES } from "../tui/kit/mod.ts";
import { refusal } from "./parsers.ts";
import type { World } from "./world.ts";

/**
 * The theme that `--theme` asks for: one of those that are there, by its name, or a theme file.
 *
 * @throws {RangeError} There is neither, or the file says something that means nothing.
 */
export async function themeOf(word: string, world: Pick<World, "readBytes">): Promise<Theme> {
  const known = THEMES.find(({ name }) => name === word);
  if (known !== undefined) return known;
  const names = THEMES.map(({ name }) => name);
  const allowed = `${names.join(", ")} or a theme file`;
  let text: string;
  try {
    text = new TextDecoder().decode(await world.readBytes(word));
  } catch {
    throw new RangeError(refusal("--theme", allowed, word) + didYouMean(word, names));
  }
  const { theme, faults: [fault] } = parseTheme(text);
  if (theme === null) throw new RangeError(`${word}: ${fault}`);
  return theme;
}
