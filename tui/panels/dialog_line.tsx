import { commandIn, completions } from "../commands/table.ts";
import { lastWord } from "../completion.ts";
import { type Element, Row, Text, type Theme } from "../kit/mod.ts";
import type { StillModel } from "../still_model.ts";
import type { TextLine } from "../dialog.ts";
import { shownChannels } from "../source.ts";
import { foundParameters } from "../tree.ts";

/** A line being typed, with its cursor. */
export function TypedLine({ theme, line }: { theme: Theme; line: TextLine }): Element {
  const under = line.text.slice(line.cursor, line.cursor + 1);
  return (
    <Row height={1}>
      <Text minWidth={line.cursor}>{line.text.slice(0, line.cursor)}</Text>
      <Text minWidth={1} style={theme.cursor}>{under === "" ? " " : under}</Text>
      <Text minWidth={line.text.length - line.cursor - 1}>{line.text.slice(line.cursor + 1)}</Text>
    </Row>
  );
}

/** The message line while something is asked there; `undefined` while nothing is. */
export function DialogLine({ model }: { model: StillModel }): Element | undefined {
  const { dialog, theme } = model;
  switch (dialog?.kind) {
    case "command":
    case "search":
    case "find":
      return (
        <Row height={1} paddingX={1}>
          <Text style={theme.title}>{dialog.kind === "command" ? ":" : "/"}</Text>
          <TypedLine theme={theme} line={dialog.line} />
        </Row>
      );
    case "confirm":
      return (
        <Row height={1} paddingX={1}>
          <Text style={theme.warning}>{`? ${dialog.question} (y or n)`}</Text>
        </Row>
      );
    default:
      return undefined;
  }
}

/** What can be typed next, in the line above the dialog; "" while nothing is to be said. */
export function dialogHint(model: StillModel): string {
  const { dialog } = model;
  if (dialog?.kind === "search") {
    const count = foundParameters(model).length;
    return `${count} ${count === 1 ? "parameter" : "parameters"} with these words`;
  }
  if (dialog?.kind === "find") {
    const count = shownChannels(model).length;
    return `${count} ${count === 1 ? "channel" : "channels"} with these words`;
  }
  if (dialog?.kind !== "command") return "";
  const { text } = dialog.line;
  const command = commandIn(text);
  const words = completions(model, text).filter((word) => word.startsWith(lastWord(text)));
  const usage = command === undefined ? "" : `:${`${command.name} ${command.usage}`.trim()}`;
  const help = command === undefined || words.length > 0 ? "" : command.help;
  return [usage, words.join(" "), help].filter((part) => part !== "").join("   ");
}
