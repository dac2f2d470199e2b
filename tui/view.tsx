import { Charts } from "./charts.tsx";
import { AlarmLine, Footer, NoticeLine } from "./footer.tsx";
import { Header, Headline } from "./header.tsx";
import { Box, Column, type Element, Row, Spacer, Text } from "./kit/mod.ts";
import { FOOT_ROWS, type Layout, layoutOf, MIN_COLUMNS, MIN_ROWS, PANEL_GAP } from "./layout.ts";
import { Ledger } from "./ledger.tsx";
import { LoopPanel } from "./loop.tsx";
import type { Model } from "./model.ts";
import { lastScroll, pageHeight, pageLines } from "./page.ts";
import { ParametersPanel } from "./parameters.tsx";
import { THEME } from "./theme.ts";

/** The whole screen of a model. */
export function view(model: Model): Element {
  const layout = layoutOf(model.columns, model.rows);
  if (layout.isTooSmall) return <TooSmall model={model} />;
  if (model.page !== undefined) return <PageView model={model} />;
  return (
    <Column>
      <Header model={model} />
      <Headline model={model} />
      {layout.headRows > 2 && <Text height={1}></Text>}
      <Panels model={model} layout={layout} />
      <AlarmLine model={model} />
      <NoticeLine model={model} />
      <Footer model={model} />
    </Column>
  );
}

function Panels({ model, layout }: { model: Model; layout: Layout }): Element {
  const rows = model.rows - layout.headRows - FOOT_ROWS;
  return (
    <Row height={rows} gap={PANEL_GAP}>
      <Column width={layout.chartColumns}>
        <Charts model={model} layout={layout} />
        {layout.ledger === "full" && <Text height={1}></Text>}
        <Ledger
          frame={model.numerals?.frame}
          detail={layout.ledger}
          rows={layout.ledgerRows}
        />
      </Column>
      {layout.loopColumns > 0 && (
        <Column width={layout.loopColumns}>
          <LoopPanel model={model} />
        </Column>
      )}
      <ParametersPanel model={model} width={layout.parameterColumns} rows={rows} />
    </Row>
  );
}

/** A page in place of the panels; the keys that work there stay below. */
function PageView({ model }: { model: Model }): Element {
  const lines = pageLines(model);
  const height = pageHeight(model);
  const first = Math.min(model.scroll, lastScroll(model));
  const last = Math.min(lines.length, first + height);
  const note = lines.length > height ? `${first + 1} to ${last} of ${lines.length}` : undefined;
  return (
    <Column>
      <Box title={model.page} note={note} paddingX={1} grow={1}>
        {lines.slice(first, last).map((line) => (
          <Text style={/^[A-Z ]+$/.test(line) ? THEME.title : undefined}>{line}</Text>
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
