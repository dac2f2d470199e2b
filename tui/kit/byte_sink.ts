const FIRST_CAPACITY = 4096;

/** Bytes of one screen update in a buffer that is used again for the next. */
export class ByteSink {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  /** Bytes written since {@linkcode clear}. */
  get length(): number {
    return this.#length;
  }

  /** Starts again; what {@linkcode view} gave is overwritten. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written, valid until the next {@linkcode clear}. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Appends one byte. */
  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = value;
  }

  /** Appends text of ASCII characters. */
  ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Appends a whole number >= 0 in decimal digits. */
  decimal(value: number): void {
    if (value >= 10) this.decimal(Math.floor(value / 10));
    this.byte(0x30 + (value % 10));
  }

  /** Appends a code point in UTF-8. */
  utf8(codePoint: number): void {
    if (codePoint < 0x80) return this.byte(codePoint);
    if (codePoint < 0x800) {
      this.byte(0xc0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        this.byte(0xe0 | (codePoint >> 12));
      } else {
        this.byte(0xf0 | (codePoint >> 18));
        this.byte(0x80 | ((codePoint >> 12) & 0x3f));
      }
      this.byte(0x80 | ((codePoint >> 6) & 0x3f));
    }
    this.byte(0x80 | (codePoint & 0x3f));
  }
}
