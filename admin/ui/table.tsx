import type { Child } from "hono/jsx";

interface TableProps {
  /** Said by screen readers; the page's headings say it to eyes. */
  readonly caption: string;
  readonly heads: readonly string[];
  readonly children?: Child;
}

/** A table that scrolls by itself where the page is narrow. */
export function Table({ caption, heads, children }: TableProps) {
  return (
    <div class="scroll" role="region" aria-label={caption} tabindex={0}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>{heads.map((head) => <th scope="col">{head}</th>)}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
