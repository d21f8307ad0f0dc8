import type { Child } from "hono/jsx";

/** One entry of the navigation, already chosen by the reader's role. */
export interface NavEntry {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

export interface PageProps {
  /** Starts with what changes: "2 waiting · Today". */
  readonly title: string;
  readonly lang: string;
  readonly dir?: "ltr" | "rtl";
  readonly nav?: readonly NavEntry[];
  /** Who is signed in, and the words for signing out. */
  readonly me?: { readonly name: string; readonly signOut: string };
  /** Shown on every page of the demo clinic. */
  readonly demo?: string;
  /** Names of scripts under `/static/`, without the ending. */
  readonly scripts?: readonly string[];
  readonly children?: Child;
}

/** The frame of every page: one `h1`, one main act, works without script. */
export function Page(props: PageProps) {
  return (
    <html lang={props.lang} dir={props.dir ?? "ltr"}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title} · Visite</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/static/pico.css" />
        <link rel="stylesheet" href="/static/visite.css" />
        {props.scripts?.map((name) => (
          <script type="module" src={`/static/${name}.js`}></script>
        ))}
      </head>
      <body>
        {props.demo && <p class="demo">{props.demo}</p>}
        {props.nav && <Navigation nav={props.nav} me={props.me} />}
        <main class="container">{props.children}</main>
      </body>
    </html>
  );
}

function Navigation({ nav, me }: {
  readonly nav: readonly NavEntry[];
  readonly me: PageProps["me"];
}) {
  return (
    <header class="container-fluid">
      <nav>
        <ul>
          <li>
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
        {me && (
          <form method="post" action="/sign-out">
            <span>{me.name}</span> <button type="submit">{me.signOut}</button>
          </form>
        )}
      </nav>
    </header>
  );
}
