import { type MousePress, mousePress } from "./mouse.ts";

/** One key press, or one paste. */
export interface KeyEvent {
  /** What sets it apart from the mouse. */
  readonly kind: "key";
  /**
   * The character itself for keys that write one ("a", "G", "?"), and `space`, `up`, `down`,
   * `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `insert`, `delete`, `backspace`, `enter`,
   * `tab`, `escape`, `f1` to `f12`; `paste` for pasted text. With Ctrl the lower-case letter.
   */
  readonly name: string;
  /** Held with Ctrl. */
  readonly ctrl: boolean;
  /** Held with Alt, Option or Meta. */
  readonly alt: boolean;
  /** Held with Shift; false for characters, which differ by themselves. */
  readonly shift: boolean;
  /** What the key writes; empty with Ctrl or Alt and for named keys other than `space`. */
  readonly text: string;
}

/** Whether the window of the terminal is the one that is looked at. */
export interface FocusChange {
  /** What sets it apart from keys. */
  readonly kind: "focus";
  /** Whether it is looked at now. */
  readonly focused: boolean;
}

/** What a terminal reports of itself. */
export type InputEvent = KeyEvent | MousePress | FocusChange;

/** Bytes of a control sequence that are kept; a longer one is swallowed to its end. */
const SEQUENCE_BYTES_MAX = 32;

/** Bytes of a paste that are kept; the rest is dropped. */
const PASTE_BYTES_MAX = 65_536;

const ETX = 0x03;
const BEL = 0x07;
const ESC = 0x1b;
const SPACE = 0x20;
const DEL = 0x7f;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const PASTE_END: readonly number[] = [ESC, BRACKET, 0x32, 0x30, 0x31, 0x7e];

// Openers of DCS, SOS, OSC, PM and APC strings after ESC: answers to questions nobody asked here.
const STRING_OPENERS = "PX]^_";

/** Modifiers as xterm sends them, less 1. */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const META = 8;

/** Keys by the final byte of CSI and SS3 sequences (xterm, "PC-Style Function Keys"). */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
};

/** Keys by the number before `~`; 7 and 8 are rxvt's. */
const BY_NUMBER: Readonly<Record<number, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
  11: "f1",
  12: "f2",
  13: "f3",
  14: "f4",
  15: "f5",
  17: "f6",
  18: "f7",
  19: "f8",
  20: "f9",
  21: "f10",
  23: "f11",
  24: "f12",
};

/** Keys by the byte they send alone. */
const BY_BYTE: Readonly<Record<number, string>> = {
  0x08: "backspace",
  0x09: "tab",
  0x0a: "enter",
  0x0d: "enter",
  0x1b: "escape",
  0x20: "space",
  0x7f: "backspace",
};

/** Bytes after `CSI M`, the report of a terminal that knows no decimal coordinates. */
const OLD_MOUSE_BYTES = 3;

type State =
  | "ground"
  | "escape"
  | "csi"
  | "console"
  | "mouse"
  | "ss3"
  | "string"
  | "utf8"
  | "paste";

/**
 * Turns the bytes of a terminal into keys, presses of the mouse and changes of the focus. Bytes may
 * come in pieces of any size: only what they are matters. Whether an ESC is the key or begins a
 * sequence only time can tell, so the caller calls {@linkcode flush} when nothing has followed for
 * a while and {@linkcode pending} is true.
 *
 * Garbage yields no event. Ctrl-C is never swallowed, not even by a paste that does not end.
 */
export class InputParser {
  #state: State = "ground";
  #events: InputEvent[] = [];
  #alt = false;
  #sequence = "";
  #opener = 0;
  #stringEscape = false;
  #codePoint = 0;
  #codePointMin = 0;
  /** Bytes that are still to come of a character, or of an old report of the mouse. */
  #continuations = 0;
  #paste: number[] = [];
  #pasteEndMatched = 0;

  /** Whether something has begun that {@linkcode flush} would end. */
  get pending(): boolean {
    return this.#state !== "ground" && this.#state !== "paste";
  }

  /** Takes bytes in and gives the events that are complete. */
  feed(bytes: Uint8Array): InputEvent[] {
    for (const byte of bytes) this.#take(byte);
    return this.#collect();
  }

  /** Takes what has begun as complete: ESC alone is the key. */
  flush(): InputEvent[] {
    if (!this.pending) return [];
    const state = this.#state;
    this.#state = "ground";
    if (state === "escape") this.#emit("escape");
    if (state === "csi" && this.#sequence === "") this.#character(BRACKET, ALT);
    if (state === "ss3") this.#character(0x4f, ALT);
    if (state === "string" && this.#sequence === "") this.#character(this.#opener, ALT);
    return this.#collect();
  }

  #collect(): InputEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #take(byte: number): void {
    switch (this.#state) {
      case "ground":
        return this.#ground(byte, false);
      case "escape":
        return this.#escape(byte);
      case "csi":
        return this.#csi(byte);
      case "console":
        this.#state = "ground";
        if (byte >= 0x41 && byte <= 0x45) this.#emit(`f${byte - 0x40}`);
        return;
      case "mouse":
        return this.#oldMouse(byte);
      case "ss3":
        return this.#ss3(byte);
      case "string":
        return this.#string(byte);
      case "utf8":
        return this.#continuation(byte);
      case "paste":
        return this.#pasted(byte);
    }
  }

  #ground(byte: number, alt: boolean): void {
    this.#state = "ground";
    if (byte === ESC) {
      this.#state = "escape";
    } else if (byte < 0x80) {
      this.#character(byte, alt ? ALT : 0);
    } else if (byte >= 0xc2 && byte <= 0xf4) {
      this.#state = "utf8";
      this.#alt = alt;
      this.#continuations = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      this.#codePoint = byte & (0x3f >> this.#continuations);
      this.#codePointMin = [0x80, 0x800, 0x10000][this.#continuations - 1];
    }
  }

  #escape(byte: number): void {
    this.#sequence = "";
    if (byte === ESC) {
      this.#emit("escape");
    } else if (byte === BRACKET) {
      this.#state = "csi";
    } else if (byte === 0x4f) {
      this.#state = "ss3";
    } else if (byte < 0x80 && STRING_OPENERS.includes(String.fromCharCode(byte))) {
      this.#state = "string";
      this.#stringEscape = false;
      this.#opener = byte;
    } else {
      this.#ground(byte, true);
    }
  }

  #csi(byte: number): void {
    if (byte < SPACE || byte >= DEL) {
      this.#ground(byte, false); // broken off: the byte begins something new
    } else if (byte < 0x40) {
      if (this.#sequence.length <= SEQUENCE_BYTES_MAX) this.#sequence += String.fromCharCode(byte);
    } else if (byte === BRACKET && this.#sequence === "") {
      this.#state = "console"; // the Linux console sends ESC [ [ A for F1
    } else if (byte === 0x4d && this.#sequence === "") {
      this.#state = "mouse";
      this.#continuations = OLD_MOUSE_BYTES;
    } else {
      this.#state = "ground";
      if (this.#sequence.length <= SEQUENCE_BYTES_MAX) this.#csiKey(String.fromCharCode(byte));
    }
  }

  #csiKey(final: string): void {
    const press = mousePress(this.#sequence, final);
    if (press !== null) this.#events.push(press);
    if (this.#sequence === "" && (final === "I" || final === "O")) {
      this.#events.push({ kind: "focus", focused: final === "I" });
    }
    if (!/^[0-9;:]*$/.test(this.#sequence)) return;
    const [first = 1, modifiers = 1, third = 0] = this.#sequence.split(";").map((part) =>
      parseInt(part) || 1
    );
    const held = modifiers - 1;
    if (final === "~") {
      if (first === 200) return this.#beginPaste();
      if (first === 27 && third > 0) return this.#character(third, held); // modifyOtherKeys
      if (Object.hasOwn(BY_NUMBER, first)) this.#emit(BY_NUMBER[first], held);
    } else if (final === "u") {
      this.#character(first, held);
    } else if (final === "Z") {
      this.#emit("tab", held | SHIFT);
    } else if (first === 1 && Object.hasOwn(BY_LETTER, final)) {
      this.#emit(BY_LETTER[final], held);
    }
  }

  #oldMouse(byte: number): void {
    if (byte < SPACE) return this.#ground(byte, false); // broken off
    if (--this.#continuations === 0) this.#state = "ground";
  }

  #ss3(byte: number): void {
    if (byte >= 0x30 && byte <= 0x39) return; // modifiers of some old terminals
    this.#state = "ground";
    const letter = String.fromCharCode(byte);
    if (Object.hasOwn(BY_LETTER, letter)) this.#emit(BY_LETTER[letter]);
    else if (letter === "M") this.#emit("enter");
    else if (byte < SPACE || byte >= DEL) this.#ground(byte, false);
  }

  #string(byte: number): void {
    this.#sequence = "…"; // only whether it is empty matters
    if (this.#stringEscape) {
      this.#stringEscape = false;
      if (byte === BACKSLASH) this.#state = "ground";
      else this.#escape(byte);
    } else if (byte === ESC) {
      this.#stringEscape = true;
    } else if (byte === BEL) {
      this.#state = "ground";
    } else if (byte === ETX) {
      this.#ground(byte, false);
    }
  }

  #continuation(byte: number): void {
    if (byte < 0x80 || byte > 0xbf) return this.#ground(byte, false);
    this.#codePoint = (this.#codePoint << 6) | (byte & 0x3f);
    if (--this.#continuations > 0) return;
    this.#state = "ground";
    const surrogate = this.#codePoint >= 0xd800 && this.#codePoint <= 0xdfff;
    if (surrogate || this.#codePoint < this.#codePointMin || this.#codePoint > 0x10ffff) return;
    this.#character(this.#codePoint, this.#alt ? ALT : 0);
  }

  #beginPaste(): void {
    this.#state = "paste";
    this.#paste = [];
    this.#pasteEndMatched = 0;
  }

  #pasted(byte: number): void {
    if (byte === ETX) return this.#ground(byte, false);
    if (byte === PASTE_END[this.#pasteEndMatched]) {
      if (++this.#pasteEndMatched < PASTE_END.length) return;
      this.#state = "ground";
      const text = new TextDecoder().decode(Uint8Array.from(this.#paste));
      this.#paste = [];
      this.#events.push(event("paste", 0, text.replace(/\r\n?/g, "\n")));
      return;
    }
    // What looked like the end was not; ESC, its first byte, may begin the true one.
    for (let i = 0; i < this.#pasteEndMatched; i++) this.#keepPasted(PASTE_END[i]);
    this.#pasteEndMatched = byte === ESC ? 1 : 0;
    if (byte !== ESC) this.#keepPasted(byte);
  }

  #keepPasted(byte: number): void {
    if (this.#paste.length < PASTE_BYTES_MAX) this.#paste.push(byte);
  }

  /** Key that has a code of its own: a byte below 0x80 or a code point. */
  #character(codePoint: number, held: number): void {
    if (Object.hasOwn(BY_BYTE, codePoint)) return this.#emit(BY_BYTE[codePoint], held);
    if (codePoint === 0) return this.#emit("space", held | CTRL);
    if (codePoint < SPACE) {
      return this.#emit(String.fromCharCode(codePoint + 0x40).toLowerCase(), held | CTRL);
    }
    // Private use: keys like Caps Lock in the protocol of kitty, which nobody switched on.
    if (codePoint > 0x10ffff || (codePoint >= 0xe000 && codePoint <= 0xf8ff)) return;
    if (codePoint >= 0x80 && codePoint < 0xa0) return;
    this.#emit(String.fromCodePoint(codePoint), held);
  }

  #emit(name: string, held = 0): void {
    const plain = (held & (ALT | META | CTRL)) === 0;
    const character = name === "space" ? " " : [...name].length === 1 ? name : "";
    const shift = character === "" || name === "space" ? held : held & ~SHIFT;
    this.#events.push(event(name, shift, plain ? character : ""));
  }
}

function event(name: string, held: number, text: string): KeyEvent {
  return {
    kind: "key",
    name,
    ctrl: (held & CTRL) !== 0,
    alt: (held & (ALT | META)) !== 0,
    shift: (held & SHIFT) !== 0,
    text,
  };
}
