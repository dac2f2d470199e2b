import { At, Box, Column, type Element, Spacer, Stack, Still, Text } from "./kit/mod.ts";
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
import { AlarmLine, Footer, type FootProps, NoticeLine } from "./panels/footer.tsx";
import { Header, Headline, Tabs } from "./panels/header.tsx";
import { lastScroll, overlayHeight, overlayLines } from "./panels/overlay.ts";
import { ChannelPicker } from "./panels/channel_picker.tsx";
import { PANELS } from "./panels/panels.ts";
import { type NumeralModel, stillMembers } from "./still_model.ts";

/** The whole screen of a model. */
export function view(model: Model): Element {
  if (isTooSmall(model)) return <TooSmall model={model} />;
  const members = stillMembers(model);
  if (model.overlay !== undefined) {
    return (
      <Still
        grow={1}
        from={[OverlayView, model.numerals, ...members]}
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
        from={[StillPage, hasCharts && model.charted, model.numerals, ...members]}
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
  const foot = { model, isHeard: model.numerals !== undefined };
  return (
    <Stack>
      <Column>
        <Still
          height={headRows(model.rows)}
          from={[Head, model.numerals, ...members]}
          content={() => <Head model={model} />}
        />
        <Spacer />
        <Still
          height={FOOT_ROWS}
          from={[Foot, foot.isHeard, ...members]}
          content={() => <Foot {...foot} />}
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
function Head({ model }: { model: NumeralModel }): Element {
  return (
    <Column>
      <Header model={model} />
      <Headline model={model} />
      {headRows(model.rows) > 2 && <Tabs model={model} />}
    </Column>
  );
}

/** Alarms, messages and keys. */
function Foot({ model, isHeard }: FootProps): Element {
  return (
    <Column>
      <AlarmLine model={model} isHeard={isHeard} />
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
  if (moves === "with frames") return <At rect={rect}>{View({ model, ...props })}</At>;
  const renewed = [moves === "with charts" && model.charted, moves && model.numerals];
  return (
    <At rect={rect}>
      <Still
        from={[View, isFocused, ...renewed, ...members]}
        content={() => View({ model, ...props })}
      />
    </At>
  );
}

/** Text in place of the page; the keys that work there stay below. */
function OverlayView({ model }: { model: NumeralModel }): Element {
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
