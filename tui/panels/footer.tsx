import type { AlarmView } from "../../monitor/terms/mod.ts";
import { clockTime } from "../format.ts";
import { keyLabel, type KeyPlace } from "../keys/binding.ts";
import { KEYS } from "../keys/table.ts";
import { type Element, Row, Spacer, type Style, Text, type Theme } from "../kit/mod.ts";
import { keyPlaces, type Notice } from "../model.ts";
import type { StillModel } from "../still_model.ts";
import { alarmStyle } from "../theme.ts";
import { dialogHint, DialogLine } from "./dialog_line.tsx";

const GAP = 2;

/** What the lines below the page are drawn from. */
export interface FootProps {
  readonly model: StillModel;
  /** Whether a frame of the plant has come. */
  readonly isHeard: boolean;
}

/** The worst alarm with what to do about it, and the others by name. */
export function AlarmLine({ model, isHeard }: FootProps): Element {
  const { theme } = model;
  const hint = dialogHint(model);
  if (hint !== "") {
    return (
      <Row height={1} paddingX={1}>
        <Text style={theme.faint}>{hint}</Text>
      </Row>
    );
  }
  const [worst, ...others] = model.alarms.active;
  if (worst === undefined) {
    return (
      <Row height={1} paddingX={1}>
        <Text style={theme.faint}>{isHeard ? "no alarms" : ""}</Text>
      </Row>
    );
  }
  const names = others.map(({ label }) => label).join(", ");
  return (
    <Row height={1} gap={GAP} paddingX={1}>
      <Text minWidth={alarmText(worst).length} style={alarmStyle(theme, worst.level)}>
        {alarmText(worst)}
      </Text>
      {names !== "" && <Text minWidth={names.length + 2} style={theme.warning}>{`+ ${names}`}
      </Text>}
      <Text>{worst.guidance}</Text>
    </Row>
  );
}

/**
 * What the last key did, or why it could not; what is asked, while something is. At the right the
 * newest toast, over nothing that is worked with.
 */
export function NoticeLine({ model }: { model: StillModel }): Element {
  const { notice, dialog, toasts, theme } = model;
  const asked = dialog === undefined || notice !== undefined ? undefined : DialogLine({ model });
  if (asked !== undefined) return asked;
  const newest = toasts.at(-1);
  const more = toasts.length > 1 ? `  +${toasts.length - 1}` : "";
  const text = notice === undefined ? "" : said(notice);
  return (
    <Row height={1} gap={GAP} paddingX={1}>
      <Text minWidth={text.length} style={styleOf(notice, theme)}>{text}</Text>
      <Spacer />
      {newest !== undefined && (
        <Text style={styleOf(newest, theme)}>{`${said(newest)}${more}`}</Text>
      )}
    </Row>
  );
}

function said({ text, kind }: Notice): string {
  return kind === "refused" ? `! ${text}` : text;
}

function styleOf(notice: Notice | undefined, theme: Theme): Style | undefined {
  return notice?.kind === "refused" ? theme.warning : undefined;
}

/** The keys that work now, as many as have room. */
export function Footer({ model }: { model: StillModel }): Element {
  const { theme } = model;
  return (
    <Row height={1} gap={GAP} paddingX={1}>
      {footerKeys(keyPlaces(model), model.columns - 2).map(({ key, word }) => (
        <Row gap={1}>
          <Text style={theme.title}>{key}</Text>
          <Text style={theme.faint}>{word}</Text>
        </Row>
      ))}
    </Row>
  );
}

function footerKeys(places: readonly KeyPlace[], room: number) {
  const keys = KEYS
    .filter((binding) => places.includes(binding.place) && binding.footer !== undefined)
    .map(({ keys, footer = "" }) => ({ key: keyLabel(keys[0]), word: footer }));
  let used = -GAP;
  const count = keys.findIndex(({ key, word }) => {
    used += GAP + key.length + 1 + word.length;
    return used > room;
  });
  return count === -1 ? keys : keys.slice(0, count);
}

function alarmText({ level, label, since }: AlarmView): string {
  return `▲ ${level.toUpperCase()} ${label} since ${clockTime(since)}`;
}
