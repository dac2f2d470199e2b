/** Columns and rows of a terminal. */
export interface Size {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

/** A signal that asks the program to end. */
export type EndSignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGQUIT";

/** What a terminal does of itself, and what happens to the program that holds it. */
export interface DeviceEvents {
  /** The size may have changed. */
  readonly resized: () => void;
  /** The program goes on after it was stopped. */
  readonly continued: () => void;
  /** The program is asked to end. */
  readonly ended: (signal: EndSignal) => void;
  /** Nothing caught this error. */
  readonly faulted: (error: unknown) => void;
  /** The program is ending now; only what is done before this returns is done at all. */
  readonly unloading: () => void;
}

/** A terminal, as the system has it. */
export interface TerminalDevice {
  /** Whether keys can be read from it. */
  readonly hasKeys: boolean;
  /** Resolves to the number of bytes read, null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves to the number of bytes taken. */
  write(bytes: Uint8Array): Promise<number>;
  /** Blocks until the terminal has taken the bytes. */
  writeSync(bytes: Uint8Array): void;
  /** Keys as bytes without echo, or lines; blocks while the terminal takes no bytes. */
  setRaw(raw: boolean): void;
  /** Size now. */
  size(): Size;
  /** Reports events until disposed. */
  listen(events: DeviceEvents): Disposable;
  /** Stops the process group; resolves after it goes on, or soon where it cannot be stopped. */
  stop(sleep: (seconds: number) => Promise<unknown>): Promise<void>;
}
