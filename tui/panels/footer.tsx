import type { AlarmView } from "../../monitor/mod.ts";
import { clockTime } from "../format.ts";
import { keyLabel, type KeyPlace } from "../keys/binding.ts";
import { KEYS } from "../keys/table.ts";
import { type Element, Row, Text } from "../kit/mod.ts";
import { keyPlaces, type Model } from "../model.ts";
import { ALARM_STYLE, THEME } from "../theme.ts";

const GAP = 2;

/** The alarm line: the worst alarm with what to do about it, and the others by name. */
export function AlarmLine({ model }: { model: Model }): Element {
  const [worst, ...others] = model.alarms.active;
  if (worst === undefined) {
    return (
      <Row height={1} paddingX={1}>
        <Text style={THEME.faint}>{model.frame === undefined ? "" : "no alarms"}</Text>
      </Row>
    );
  }
  const names = others.map(({ label }) => label).join(", ");
  return (
    <Row height={1} gap={GAP} paddingX={1}>
      <Text minWidth={alarmText(worst).length} style={ALARM_STYLE[worst.level]}>
        {alarmText(worst)}
      </Text>
      {names !== "" && <Text minWidth={names.length + 2} style={THEME.warning}>{`+ ${names}`}
      </Text>}
      <Text>{worst.guidance}</Text>
    </Row>
  );
}

/** What the last key did, or why it could not. */
export function NoticeLine({ model }: { model: Model }): Element {
  const { notice } = model;
  return (
    <Row height={1} paddingX={1}>
      {notice !== undefined && (
        <Text style={notice.kind === "refused" ? THEME.warning : undefined}>
          {notice.kind === "refused" ? `! ${notice.text}` : notice.text}
        </Text>
      )}
    </Row>
  );
}

/** The keys that work now, as many as have room. */
export function Footer({ model }: { model: Model }): Element {
  return (
    <Row height={1} gap={GAP} paddingX={1}>
      {footerKeys(keyPlaces(model), model.columns - 2).map(({ key, word }) => (
        <Row gap={1}>
          <Text style={THEME.title}>{key}</Text>
          <Text style={THEME.faint}>{word}</Text>
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
