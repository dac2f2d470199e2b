import { deepEqual, equal, throws } from "node:assert/strict";
import {
  Cells,
  Column,
  type Element,
  paint,
  PaintMemory,
  Row,
  Spacer,
  Stack,
  Still,
  style,
  Text,
} from "../../../tui/kit/mod.ts";

/** A part that counts how often its content is made. */
class Counted {
  count = 0;

  part(text: string, from: readonly unknown[] = [text]): Element {
    const content = () => {
      this.count++;
      return <Text>{text}</Text>;
    };
    return <Still grow={1} from={from} content={content} />;
  }
}

Deno.test("a part is painted again only when what it is made from has changed", () => {
  const cells = new Cells(4, 1);
  const memory = new PaintMemory();
  const counted = new Counted();
  const show = (text: string, from?: readonly unknown[]) => {
    paint(counted.part(text, from), cells, memory);
    return cells.toString();
  };
  equal(show("one"), "one");
  equal(show("one"), "one");
  equal(counted.count, 1);
  equal(show("two"), "two");
  equal(show("two", ["two", 1]), "two");
  equal(show("two", ["two", 2]), "two");
  equal(show("two", ["two"]), "two");
  equal(counted.count, 5);
  // NaN is NaN, and 0 is not -0.
  equal(show("two", [NaN]), "two");
  equal(show("two", [NaN]), "two");
  equal(counted.count, 6);
});

Deno.test("a part in another size or with other symbols is painted again", () => {
  const memory = new PaintMemory();
  const counted = new Counted();
  const at = (columns: number, symbols: Cells["symbols"]) => {
    const cells = new Cells(columns, 1, symbols);
    paint(counted.part("one…"), cells, memory);
    return cells.toString();
  };
  equal(at(5, "braille"), "one…");
  equal(at(3, "braille"), "on…");
  equal(at(3, "ascii"), "on~");
  equal(counted.count, 3);
});

Deno.test("parts are known by their order; one that is gone is forgotten", () => {
  const cells = new Cells(6, 1);
  const memory = new PaintMemory();
  const counted = new Counted();
  const show = (...texts: readonly string[]) => {
    paint(<Row>{texts.map((text) => counted.part(text))}</Row>, cells, memory);
    return cells.toString();
  };
  equal(show("ab", "cd"), "ab cd");
  equal(show("cd", "ab"), "cd ab");
  equal(counted.count, 4);
  equal(show("cd"), "cd");
  equal(show("cd", "ab"), "cd ab");
  equal(counted.count, 7);
});

Deno.test("a part hides what is below it, and is hidden by what is above it", () => {
  const marked = style({ background: 0x102030, inverse: true });
  const root = (over: string) => (
    <Stack>
      <Text style={marked}>below it</Text>
      <Column height={1} width={5}>
        <Still grow={1} from={[]} content={() => <Text>a</Text>} />
      </Column>
      <Text>{over}</Text>
    </Stack>
  );
  const memory = new PaintMemory();
  const cells = new Cells(8, 1);
  paint(root("X"), cells, memory);
  equal(cells.toString(), "X     it");
  equal(cells.attributes[1], 0);
  equal(cells.backgrounds[1], -1);
  paint(root(""), cells, memory);
  equal(cells.toString(), "a     it");
});

Deno.test("a part that cannot be painted is not remembered as if it had been", () => {
  const cells = new Cells(4, 1);
  const memory = new PaintMemory();
  const broken = () => {
    throw new Error("broken");
  };
  throws(() => paint(<Still grow={1} from={[1]} content={broken} />, cells, memory), /broken/);
  paint(<Still grow={1} from={[1]} content={() => <Text>sound</Text>} />, cells, memory);
  equal(cells.toString(), "sou…");
});

Deno.test("a part cut off by the edge is painted as far as it can be seen", () => {
  const cells = new Cells(4, 2);
  const part = <Still width={6} height={3} from={[]} content={() => <Text>abcdef</Text>} />;
  paint(
    <Stack>
      <Row>
        <Spacer width={2} />
        {part}
      </Row>
    </Stack>,
    cells,
  );
  equal(cells.toString(), "  a…\n");
});

Deno.test("a part within a part is painted again only when it has changed itself", () => {
  const cells = new Cells(8, 1);
  const memory = new PaintMemory();
  const [left, right] = [new Counted(), new Counted()];
  const show = (one: string, other: string) => {
    const both = (
      <Still
        grow={1}
        from={[one, other]}
        content={() => <Row>{[left.part(one), right.part(other)]}</Row>}
      />
    );
    paint(both, cells, memory);
    return cells.toString();
  };
  equal(show("ab", "cd"), "ab  cd");
  equal(show("ab", "cd"), "ab  cd");
  equal(show("ab", "ef"), "ab  ef");
  deepEqual([left.count, right.count], [1, 2]);
  equal(show("gh", "ef"), "gh  ef");
  deepEqual([left.count, right.count], [2, 2]);
});
