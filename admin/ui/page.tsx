import { Document } from "./document.tsx";
import type { Child } from "hono/jsx";

/** One entry of the navigation, already chosen by the reader's role. */
export interface NavEntry {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

/** What the keys do, for the list behind `?`. */
export interface KeyHelp {
  readonly label: string;
  readonly list: readonly (readonly [key: string, does: string])[];
}

/** What stays the same on all pages of one reader. */
export type Frame = Omit<
  PageProps,
  "title" | "scripts" | "styles" | "refreshSeconds" | "children"
>;

export interface PageProps {
  /** Starts with what changes: "2 waiting · Today". */
  readonly title: string;
  readonly lang: string;
  readonly dir?: "ltr" | "rtl";
  /** Dense where staff work (the default), roomy where patients wait. */
  readonly look?: "dense" | "roomy";
  readonly nav?: readonly NavEntry[];
  /** Who is signed in, and the words for signing out. */
  readonly me?: { readonly name: string; readonly signOut: string };
  /** The field that `/` reaches, where the reader may search. */
  readonly search?: { readonly label: string; readonly text?: string };
  /** Where the clinic's logo is, if it has one. */
  readonly logo?: string;
  /** The act staff do most often, on every page: a new booking. */
  readonly main?: { readonly label: string; readonly href: string };
  /** Lets a keyboard pass the navigation by: "To the content". */
  readonly toMain?: string;
  /** The keys that work on this page, behind `?`. */
  readonly keys?: KeyHelp;
  /** Shown on every page of the demo clinic. */
  readonly demo?: string;
  /** Names of scripts under `/static/`, without the ending. */
  readonly scripts?: readonly string[];
  /** Names of more style sheets under `/static/`, without the ending. */
  readonly styles?: readonly string[];
  /** Seconds after which a browser without script loads the page again. */
  readonly refreshSeconds?: number;
  readonly children?: Child;
}

/** The frame of every page: one `h1`, one main act, works without script. */
export function Page(props: PageProps) {
  const { look = "dense", styles = [], scripts = [] } = props;
  return (
    <Document>
      <html lang={props.lang} dir={props.dir ?? "ltr"}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          {props.refreshSeconds && (
            <noscript>
              <meta http-equiv="refresh" content={`${props.refreshSeconds}`} />
            </noscript>
          )}
          <title>{props.title} · Visite</title>
          <link rel="icon" href="/static/visite.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/static/pico.css" />
          <link rel="stylesheet" href="/static/visite.css" />
          {styles.map((name) => (
            <link rel="stylesheet" href={`/static/${name}.css`} />
          ))}
          <link rel="stylesheet" href="/clinic.css" />
          {props.nav && <script type="module" src="/static/desk.js"></script>}
          {scripts.map((name) => (
            <script type="module" src={`/static/${name}.js`}></script>
          ))}
        </head>
        <body class={look}>
          {props.nav && props.toMain && (
            <a class="to-main" href="#main">{props.toMain}</a>
          )}
          {props.demo && (
            <aside class="demo" aria-label="Demo">{props.demo}</aside>
          )}
          {props.nav && <Top {...props} nav={props.nav} />}
          <main class="container" id="main">{props.children}</main>
          {props.keys && <Keys {...props.keys} />}
        </body>
      </html>
    </Document>
  );
}

function Top(
  { nav, me, search, main, logo }: PageProps & { nav: readonly NavEntry[] },
) {
  return (
    <header class="top container-fluid">
      <nav>
        <ul>
          <li>
            {logo && <img src={logo} class="logo" alt="" />}
            <strong>Visite</strong>
          </li>
          {nav.map(({ href, label, current }) => (
            <li>
              <a href={href} aria-current={current ? "page" : undefined}>
                {label}
              </a>
            </li>
          ))}
        </ul>
        {main && (
          <a href={main.href} class="button quiet" data-key="n">
            {main.label}
          </a>
        )}
        {search && <Search {...search} />}
        {me && (
          <form method="post" action="/sign-out">
            <span>{me.name}</span>
            <button type="submit" class="link">{me.signOut}</button>
          </form>
        )}
      </nav>
    </header>
  );
}

function Search({ label, text }: { label: string; text?: string }) {
  return (
    <form role="search" method="post" action="/search" aria-label={label}>
      <input
        type="search"
        name="text"
        value={text}
        placeholder={label}
        aria-label={label}
        aria-keyshortcuts="/"
        autocomplete="off"
      />
    </form>
  );
}

/** A list the browser itself opens and closes; the script adds the key. */
function Keys({ label, list }: KeyHelp) {
  return (
    <footer class="keys container no-print">
      <button
        type="button"
        class="link"
        popovertarget="keys"
        aria-keyshortcuts="?"
      >
        {label} <kbd>?</kbd>
      </button>
      <div id="keys" popover="auto" role="dialog" aria-label={label}>
        <h2>{label}</h2>
        <dl class="facts">
          {list.map(([key, does]) => (
            <>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </>
          ))}
        </dl>
      </div>
    </footer>
  );
}
