import { Box, Column, type Element, Row, Spacer, Stack, Still, Text } from "./kit/mod.ts";
import {
  focusedPanel,
  FOOT_ROWS,
  headRows,
  isTooSmall,
  MIN_COLUMNS,
  MIN_ROWS,
  placedPanels,
} from "./layout.ts";
import type { Model } from "./model.ts";
import type { PlacedPanel } from "./pages/page.ts";
import { AlarmLine, Footer, NoticeLine } from "./panels/footer.tsx";
import { Header, Headline, Tabs } from "./panels/header.tsx";
import { lastScroll, overlayHeight, overlayLines } from "./panels/overlay.ts";
import { ChannelPicker } from "./panels/channel_picker.tsx";
import { PANELS } from "./panels/panels.ts";
import { stillMembers, type StillModel } from "./still_model.ts";

/** The whole screen of a model. */
export function view(model: Model): Element {
  if (isTooSmall(model)) return <TooSmall model={model} />;
  const members = stillMembers(model);
  if (model.overlay !== undefined) {
    return (
      <Still
        grow={1}
        from={[OverlayView, ...members]}
        content={() => OverlayView({ model })}
      />
    );
  }
  const placed = placedPanels(model);
  const panels = { model, members };
  const hasCharts = placed.some(({ panel }) => PANELS[panel].moves === "with charts");
  return (
    <Stack>
      <Still
        grow={1}
        from={[StillPage, hasCharts && model.charted, ...members]}
        content={() => <StillPage {...panels} placed={placed.filter((each) => !isMoving(each))} />}
      />
      {placed.filter(isMoving).map((each) => <PanelView key={each.panel} {...panels} {...each} />)}
      {ChannelPicker({ model })}
    </Stack>
  );
}

/** A model, and what its panels that stand still are made from. */
interface PanelsProps {
  readonly model: Model;
  readonly members: readonly unknown[];
}

function isMoving({ panel }: PlacedPanel): boolean {
  return PANELS[panel].moves === "with frames";
}

/** All of the screen but what moves with every frame. */
function StillPage(
  { model, members, placed }: PanelsProps & { placed: readonly PlacedPanel[] },
): Element {
  return (
    <Stack>
      <Column>
        <Still
          height={headRows(model.rows)}
          from={[Head, ...members]}
          content={() => <Head model={model} />}
        />
        <Spacer />
        <Still
          height={FOOT_ROWS}
          from={[Foot, ...members]}
          content={() => <Foot model={model} />}
        />
      </Column>
      {placed.map((each) => (
        <PanelView
          key={each.panel}
          model={model}
          members={members}
          {...each}
        />
      ))}
    </Stack>
  );
}

/** Status and headline, and the tabs where they have room. */
function Head({ model }: { model: StillModel }): Element {
  return (
    <Column>
      <Header model={model} />
      <Headline model={model} />
      {headRows(model.rows) > 2 && <Tabs model={model} />}
    </Column>
  );
}

/** Alarms, messages and keys. */
function Foot({ model }: { model: StillModel }): Element {
  return (
    <Column>
      <AlarmLine model={model} />
      <NoticeLine model={model} />
      <Footer model={model} />
    </Column>
  );
}

/** A panel at its place over the whole screen. */
function PanelView({ model, members, panel, rect }: PlacedPanel & PanelsProps): Element {
  const { View, moves } = PANELS[panel];
  const isFocused = focusedPanel(model) === panel;
  const props = { columns: rect.width, rows: rect.height, isFocused };
  const from = [View, isFocused, moves === "with charts" && model.charted, ...members];
  return (
    <Row>
      <Spacer width={rect.x} />
      <Column width={rect.width}>
        <Spacer height={rect.y} />
        {moves === "with frames"
          ? <Column height={rect.height}>{View({ model, ...props })}</Column>
          : <Still height={rect.height} from={from} content={() => View({ model, ...props })} />}
      </Column>
    </Row>
  );
}

/** Text in place of the page; the keys that work there stay below. */
function OverlayView({ model }: { model: StillModel }): Element {
  const lines = overlayLines(model);
  const height = overlayHeight(model);
  const first = Math.min(model.scroll, lastScroll(model));
  const last = Math.min(lines.length, first + height);
  const note = lines.length > height ? `${first + 1} to ${last} of ${lines.length}` : undefined;
  return (
    <Column>
      <Box title={model.overlay} note={note} paddingX={1} grow={1}>
        {lines.slice(first, last).map((line) => (
          <Text style={/^[A-Z ]+$/.test(line) ? model.theme.title : undefined}>{line}</Text>
        ))}
      </Box>
      <Footer model={model} />
    </Column>
  );
}

function TooSmall({ model }: { model: Model }): Element {
  return (
    <Column>
      <Spacer />
      <Text align="center">{`kpp needs ${MIN_COLUMNS} x ${MIN_ROWS} cells`}</Text>
      <Text align="center">{`this terminal has ${model.columns} x ${model.rows}`}</Text>
      <Text align="center">make it larger, or q to quit</Text>
      <Spacer />
    </Column>
  );
}
