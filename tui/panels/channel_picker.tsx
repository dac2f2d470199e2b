import { CHANNELS } from "../../telemetry/mod.ts";
import { foundChannels } from "../found_channels.ts";
import { Box, Column, type Element, Row, Spacer, Text } from "../kit/mod.ts";
import { focusedPanel, FOOT_ROWS } from "../layout.ts";
import { chartedIn } from "../model.ts";
import type { StillModel } from "../still_model.ts";
import { TypedLine } from "./dialog_line.tsx";

/** Columns and lines of the picker. */
const COLUMNS = 56;
const LINES = 12;

/** The channels that can be chosen for a chart, over the page. */
export function ChannelPicker({ model }: { model: StillModel }): Element | undefined {
  const { dialog, theme } = model;
  if (dialog?.kind !== "channels") return undefined;
  const charted = chartedIn(model, focusedPanel(model)) ?? [];
  const found = foundChannels(dialog.line.text);
  const lines = Math.max(1, Math.min(LINES, model.rows - FOOT_ROWS - 7));
  const first = Math.max(0, Math.min(found.length - lines, dialog.selected - (lines >> 1)));
  return (
    <Column>
      <Spacer />
      <Row>
        <Spacer />
        <Box
          title="channels of this chart"
          note={`${found.length} of ${CHANNELS.length}`}
          width={COLUMNS}
          paddingX={1}
        >
          <Row height={1} gap={1}>
            <Text style={theme.title}>/</Text>
            <TypedLine theme={theme} line={dialog.line} />
          </Row>
          {found.slice(first, first + lines).map(({ id, label }, index) => (
            <Text key={id} style={first + index === dialog.selected ? theme.selected : undefined}>
              {`${charted.includes(id) ? "■" : " "} ${id}  ${label}`.padEnd(COLUMNS - 4)}
            </Text>
          ))}
        </Box>
        <Spacer />
      </Row>
      <Spacer height={FOOT_ROWS + 1} />
    </Column>
  );
}
