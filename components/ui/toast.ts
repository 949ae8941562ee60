export interface ToastOptions {
  /** ms; infinite where it stays until it is closed. */
  readonly duration?: number;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

export interface ToastMessage {
  readonly kind: "plain" | "success" | "error";
  readonly text: string;
  readonly options: ToastOptions;
}

type Deliver = (message: ToastMessage) => void;

const waiting: ToastMessage[] = [];
let deliver: Deliver | null = null;
let onFirst: () => void = () => {};

function say(message: ToastMessage): void {
  if (deliver !== null) deliver(message);
  else {
    waiting.push(message);
    onFirst();
  }
}

/** Says something in the corner of the page; once the code that draws it is there, if it is not yet. */
export function toast(text: string, options: ToastOptions = {}): void {
  say({ kind: "plain", text, options });
}
toast.success = (text: string, options: ToastOptions = {}) => say({ kind: "success", text, options });
/** Stays until it is closed, unless told otherwise. */
toast.error = (text: string, options: ToastOptions = {}) =>
  say({ kind: "error", text, options: { duration: Number.POSITIVE_INFINITY, ...options } });

/** From now on messages go to `to`, with those that waited first. Returns what ends that. */
export function deliverToasts(to: Deliver): () => void {
  deliver = to;
  for (const message of waiting.splice(0)) to(message);
  return () => {
    if (deliver === to) deliver = null;
  };
}

/** Calls back when a message waits for somebody to deliver it. Returns what ends that. */
export function whenToastWaits(act: () => void): () => void {
  onFirst = act;
  if (waiting.length > 0) act();
  return () => {
    onFirst = () => {};
  };
}
