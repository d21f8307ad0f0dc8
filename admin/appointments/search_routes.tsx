import {
  type Asked,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  formIn,
  ownOnly,
  textOf,
} from "./desk_routes.tsx";
import { SearchPage } from "./search_pages.tsx";
import { found } from "./search_queries.ts";

/** Search over patients and appointments; posted, so that no name is in an address. */
export function searchRoutes(needs: DeskNeeds) {
  const guards = behind(needs, "patient.read");
  return deskRouter(needs)
    .get("/search", ...guards, (c) => searchPage(c, needs, ""))
    .post("/search", ...guards, async (c) => {
      const text = textOf(await formIn(c), "text").slice(0, 100);
      return searchPage(c, needs, text);
    });
}

async function searchPage(c: Asked, needs: DeskNeeds, text: string) {
  const { sql, cipher, clock, scribe } = needs;
  const own = ownOnly(c, "patient.read");
  const findings = await found(sql, cipher, text, clock(), own);
  if (findings.patients.length > 0) {
    await scribe.sawList(sql, c.var.person.id, "search");
  }
  return c.html(
    <SearchPage desk={deskOf(c, needs)} text={text} {...findings} />,
  );
}
