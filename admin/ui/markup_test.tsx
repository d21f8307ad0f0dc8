import assert from "node:assert/strict";
import { raw } from "./markup.ts";

const evil = `<b title="x">'&'</b>`;
const harmless = "&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;";

function Frame({ children }: { readonly children?: unknown }) {
  return <div class="frame">{children as string}</div>;
}

Deno.test("text and attributes are escaped, once", () => {
  assert.equal(
    `${<p title={evil}>{evil}</p>}`,
    `<p title="${harmless}">${harmless}</p>`,
  );
  assert.equal(
    `${<Frame>{[evil, <i>{evil}</i>]}</Frame>}`,
    `<div class="frame">${harmless}<i>${harmless}</i></div>`,
  );
  assert.equal(
    `${<p {...{ title: evil }}>{evil}</p>}`,
    `${<p title={evil}>{evil}</p>}`,
  );
});

Deno.test("a text that only looks like markup is none", () => {
  const pretended = { isEscaped: true, toString: () => evil };
  assert.equal(`${<p>{pretended as never}</p>}`, `<p>${harmless}</p>`);
});

Deno.test("what is not there says nothing, and zero is there", () => {
  const empty = "";
  assert.equal(
    `${<p>{undefined}{null}{false}{empty}{0}{[]}</p>}`,
    "<p>0</p>",
  );
  assert.equal(
    `${<a href={undefined} hidden={false} tabindex={0}></a>}`.replace(
      / +/g,
      " ",
    ),
    '<a tabindex="0"></a>',
  );
});

Deno.test("some attributes say yes by being there, others in words", () => {
  const [yes, no] = [true, false];
  const shown = (element: unknown) => `${element}`.replace(/ +(?=[ >])/g, "");
  assert.equal(
    shown(<a hidden={yes} download={no} aria-current={no}></a>),
    '<a hidden="" aria-current="false"></a>',
  );
  assert.equal(
    shown(<input required={yes} disabled={no} aria-invalid={no} />),
    '<input required aria-invalid="false">',
  );
  const spread = { hidden: yes, inert: no, title: evil };
  assert.equal(shown(<br {...spread} />), `<br hidden="" title="${harmless}">`);
});

Deno.test("markup of the house itself stays as it is", () => {
  assert.equal(
    `${(
      <>
        {raw("<!DOCTYPE html>")}
        <p></p>
      </>
    )}`,
    "<!DOCTYPE html><p></p>",
  );
});

Deno.test("a page waits for nothing", () => {
  assert.throws(
    () => <p>{Promise.resolve("later")}</p>,
    /A page does not wait/,
  );
});
