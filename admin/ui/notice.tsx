import type { Child } from "hono/jsx";

interface NoticeProps {
  /** `wrong` is also announced at once by a screen reader. */
  readonly kind?: "said" | "heed" | "wrong";
  readonly children?: Child;
}

/** One thing to know before the rest of the page. */
export function Notice({ kind = "said", children }: NoticeProps) {
  return (
    <div
      class={`notice ${kind}`}
      role={kind === "wrong" ? "alert" : "status"}
    >
      {children}
    </div>
  );
}

interface UndoBarProps {
  /** What was done: "14:30 Jansen, Piet was cancelled." */
  readonly said: string;
  /** Where the undo is posted to. */
  readonly action: string;
  readonly label: string;
  /** Until when it can be taken back, in words. */
  readonly until: string;
  /** Sent along, such as the page to come back to. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** What was just done, and the way to take it back: instead of "Sure?". */
export function UndoBar(props: UndoBarProps) {
  return (
    <div class="undo" role="status">
      <span>{props.said}</span>
      <form method="post" action={props.action}>
        {Object.entries(props.hidden ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="quiet" aria-keyshortcuts="u">
          {props.label}
        </button>
      </form>
      <small>{props.until}</small>
    </div>
  );
}
