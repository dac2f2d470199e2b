import { bindings, isPrintable, type KeyBinding, type KeyPlace } from "./binding.ts";

/**
 * Every key there is. Dispatch, footer, `?` help and `kpp list keys` are made from this table; the
 * footer keeps its order and drops from its end what has no room.
 */
export const KEYS = [
  ...bindings({ place: "screen", section: "screen" }, [
    ["q", "quit", "Leave kpp", "quit"],
    ["? f1", "help", "Show this list of keys", "help"],
  ]),
  ...bindings({ place: "screen", section: "run" }, [
    ["space", "hold", "Hold the run, or resume it", "hold"],
  ]),
  ...bindings({ place: "parameters", section: "parameters" }, [
    ["+ =", "raise", "Raise by a fine step, or the next choice", "raise"],
    ["-", "lower", "Lower by a fine step, or the one before", "lower"],
    ["enter", "edit", "Type a value, with or without its unit", "type"],
    ["/", "search", "Search parameters by words", "search"],
  ]),
  ...bindings({ place: "chart", section: "charts" }, [
    ["+ =", "zoomIn", "Show less time, around the cursor", "zoom in"],
    ["-", "zoomOut", "Show more time", "out"],
    ["left h", "cursorBack", "Read values further back", "cursor"],
    ["right l", "cursorOn", "Read values further on"],
    ["shift+left H pageup", "panBack", "Go back by half of what is shown", "pan"],
    ["shift+right L pagedown", "panOn", "Go on by half of what is shown"],
    ["home", "panStart", "Go to the oldest that is kept"],
    ["end escape", "follow", "Follow the run again, without a cursor", "follow"],
    ["z", "freeze", "Freeze the charts while the run goes on", "freeze"],
    ["a", "axes", "Fit the axes, or let them stay"],
    ["w", "sweep", "Scroll, or sweep as an ECG does"],
    ["/", "channels", "Choose the channels of this chart", "channels"],
    ["n", "newChart", "Add a chart, and choose its channels"],
    ["d", "closeChart", "Take this chart away"],
  ]),
  ...bindings({ place: "alarms", section: "alarms" }, [
    ["a", "acknowledge", "Acknowledge the alarm", "acknowledge"],
    ["A", "acknowledgeAll", "Acknowledge all alarms"],
    ["s", "shelve", "Shelve it for an hour, or unshelve it", "shelve"],
    ["x", "resetAlarm", "Reset the alarm if it is latched", "reset"],
    ["o", "service", "Take it out of service, or back"],
    ["down j", "alarmDown", "Select the alarm below", "down"],
    ["up k", "alarmUp", "Select the alarm above", "up"],
  ]),
  ...bindings({ place: "list", section: "lists" }, [
    ["down j", "listDown", "Show a line further down", "down"],
    ["up k", "listUp", "Show a line further up", "up"],
    ["pagedown", "listPageDown", "Show what is below"],
    ["pageup", "listPageUp", "Show what is above"],
    ["home g", "listFirst", "Show the first line"],
    ["end G", "listLast", "Show the last line"],
  ]),
  ...bindings({ place: "source", section: "lists" }, [
    ["/", "find", "Search channels by words", "search"],
    ["escape", "endFind", "Show all channels again"],
  ]),
  ...bindings({ place: "screen", section: "screen" }, [
    ["1 2 3 4 5 6 7", "page", "Show the page of that number"],
    ["tab", "nextPage", "Show the next page"],
    ["shift+tab", "previousPage", "Show the page before"],
    ["f", "focusNext", "Move the focus to the next panel", "focus"],
    ["F", "focusPrevious", "Move the focus to the panel before"],
    ["e", "expand", "Expand the panel, or put it back", "expand"],
    [":", "command", "Type a command", "command"],
  ]),
  ...bindings({ place: "screen", section: "run" }, [
    ["u", "undo", "Undo the last change", "undo"],
    ["U ctrl+r", "redo", "Redo what was undone"],
  ]),
  ...bindings({ place: "screen", section: "screen" }, [
    ["v", "verdict", "Verdict: what the air costs and gives", "verdict"],
    ["S", "screenshot", "Save the screen as text and as SVG"],
  ]),
  ...bindings({ place: "screen", section: "run" }, [
    ["b", "baseline", "Take the run so far as the baseline"],
    ["B", "comparison", "Compare the last lap with the baseline"],
    ["< ,", "slower", "Run slower", "slower"],
    [">", "faster", "Run faster, at last as fast as it can", "faster"],
    [".", "step", "Advance by a single step while held", "step"],
    ["r", "reset", "Reset: start again, parameters as they are", "reset"],
    ["m", "mode", "Take the steps of the next mode", "mode"],
  ]),
  ...bindings({ place: "parameters", section: "parameters" }, [
    ["up k", "selectUp", "Select the parameter above"],
    ["down j", "selectDown", "Select the parameter below"],
    ["left h", "previousGroup", "Select the group before"],
    ["right l", "nextGroup", "Select the next group"],
    ["pageup", "pageUp", "Select ten further up"],
    ["pagedown", "pageDown", "Select ten further down"],
    ["home g", "selectFirst", "Select the first parameter"],
    ["end G", "selectLast", "Select the last parameter"],
    ["shift+up K", "raiseCoarse", "Raise by a coarse step"],
    ["shift+down J", "lowerCoarse", "Lower by a coarse step"],
    ["backspace", "restore", "Give it the value of the preset again"],
    ["o", "fold", "Fold the group, or unfold it"],
    ["escape", "endSearch", "Show all parameters again"],
  ]),
  ...bindings({ place: "everywhere", section: "screen" }, [
    ["ctrl+c", "quit", "Leave kpp from anywhere"],
    ["ctrl+z", "suspend", "Suspend kpp; fg in the shell goes on"],
  ]),
  ...bindings({ place: "value", section: "typing" }, [
    ["enter", "accept", "Set the parameter to what is typed", "set"],
  ]),
  ...bindings({ place: "command", section: "typing" }, [
    ["enter", "runCommand", "Do what the command says", "do it"],
    ["tab", "complete", "Complete the word", "complete"],
    ["up", "recallBefore", "Recall the command before", "recall"],
    ["down", "recallNext", "Recall the next command"],
  ]),
  ...bindings({ place: "search", section: "typing" }, [
    ["enter", "keepSearch", "Keep what was found", "keep"],
    ["escape", "endSearch", "Show all parameters again", "all"],
  ]),
  ...bindings({ place: "find", section: "typing" }, [
    ["enter", "keepFound", "Keep the channels found", "keep"],
    ["escape", "endFind", "Show all channels again", "all"],
  ]),
  ...bindings({ place: "channels", section: "typing" }, [
    ["enter tab", "toggleChannel", "Add the channel, or remove it", "add or remove"],
    ["up", "channelUp", "Select the channel above"],
    ["down", "channelDown", "Select the channel below", "select"],
  ]),
  ...bindings({ place: "confirm", section: "typing" }, [
    ["y", "confirm", "Yes, do it", "yes"],
    ["n escape q enter", "decline", "No, leave it as it is", "no"],
  ]),
  ...bindings({ place: "text", section: "typing" }, [
    ["", "type", "Insert it"],
    ["escape", "cancel", "Leave everything as it is", "cancel"],
    ["ctrl+u", "eraseAll", "Erase all", "erase all"],
    ["ctrl+w", "eraseWord", "Erase the word to the left"],
    ["backspace", "eraseLeft", "Erase the character to the left"],
    ["delete", "eraseRight", "Erase the character under the cursor"],
    ["left", "cursorLeft", "Move the cursor left"],
    ["right", "cursorRight", "Move the cursor right"],
    ["home ctrl+a", "cursorStart", "Move the cursor to the start"],
    ["end ctrl+e", "cursorEnd", "Move the cursor to the end"],
  ]),
  ...bindings({ place: "overlay", section: "text over a page" }, [
    ["escape q enter ? v f1 B", "close", "Close; so does what opened it", "close"],
    ["up k", "scrollUp", "Scroll up"],
    ["down j", "scrollDown", "Scroll down", "scroll"],
    ["pageup", "scrollPageUp", "Scroll up by a page"],
    ["pagedown space", "scrollPageDown", "Scroll down by a page"],
  ]),
] as const;

/** What a binding does. */
export type Action = (typeof KEYS)[number]["action"];

/** The binding of `key` at the first of the places that has one. */
export function bindingOf(
  key: string,
  places: readonly KeyPlace[],
): KeyBinding<Action> | undefined {
  for (const place of places) {
    const binding = TABLE.get(`${place} ${key}`) ??
      (isPrintable(key) ? TABLE.get(`${place} `) : undefined);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

/** Places in panels where `key` has a binding. */
export function panelsWith(key: string): readonly KeyPlace[] {
  return PANEL_PLACES.filter((place) => TABLE.has(`${place} ${key}`));
}

/** What the panels with keys of their own are called. */
export const PLACE_WORDS: Readonly<Partial<Record<KeyPlace, string>>> = {
  parameters: "the parameters",
  chart: "a chart",
  alarms: "the alarms",
  list: "a list",
  source: "the channels of page 7",
};

const PANEL_PLACES = Object.keys(PLACE_WORDS) as readonly KeyPlace[];

const TABLE: ReadonlyMap<string, KeyBinding<Action>> = new Map(
  KEYS.flatMap((binding) =>
    (binding.keys.length === 0 ? [""] : binding.keys)
      .map((key) => [`${binding.place} ${key}`, binding] as const)
  ),
);
