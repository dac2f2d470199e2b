/**
 * JSX without a virtual DOM: a tag is a function call. `<Power value={3} />` calls `Power` with
 * its props and is the element it returns; nothing is kept between frames.
 *
 * @module
 */
import { type Children, type Element, fragment } from "./element.ts";

/** Calls a component. The key, which lists carry by habit, says nothing here. */
export function jsx<P>(component: (props: P) => Element, props: P): Element {
  return component(props);
}

/** The same with several children. */
export const jsxs: typeof jsx = jsx;

/** `<>...</>`: elements that stand as children of the container around. */
export function Fragment(props: { readonly children?: Children }): Element {
  return fragment(props.children);
}

/** What the compiler needs to check JSX. */
export declare namespace JSX {
  /** Value of a JSX expression. */
  type Element = import("./element.ts").Element;
  /** What can stand as a tag: a function of props. */
  type ElementType = (props: never) => Element;
  /** Name of the prop that holds what stands between the tags. */
  interface ElementChildrenAttribute {
    children: unknown;
  }
  /** Props that every tag takes. */
  interface IntrinsicAttributes {
    key?: string | number;
  }
  /** No lower-case tags. */
  type IntrinsicElements = Record<never, never>;
}
