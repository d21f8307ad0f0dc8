import { configurationPage } from "../../admin/config_page.ts";
import { missingLanguages, unequalMessages } from "./catalogue.ts";
import {
  brokenLinks,
  loosePins,
  shapelessChangelog,
  shapelessDecisions,
  staleConfiguration,
  strangersAtTop,
  unexplainedPackages,
  unexplainedTasks,
} from "./house.ts";
import {
  dynamicImports,
  importsAstray,
  importsOfTests,
  reachesTooFar,
} from "./imports.ts";
import {
  impureNouns,
  strayStatements,
  tablesWithoutOwner,
  writesOfOthers,
} from "./purity.ts";
import {
  crowdedBase,
  longFiles,
  longFunctions,
  roomsWithoutReadme,
  wideDoors,
} from "./sizes.ts";
import type { Wall } from "./tree.ts";
import { looseTypes, unwantedWords, vagueNames } from "./words.ts";

/** Every wall of the house, in the order in which a newcomer meets them. */
export const walls = {
  strangersAtTop: wall("the top of the tree is a known list", strangersAtTop),
  importsAstray: wall(
    "a room uses rooms further up, by their door, and each package has its place",
    importsAstray,
  ),
  dynamicImports: wall("nearly all imports are static", dynamicImports),
  reachesTooFar: wall(
    "serve has no path to Docker, the fleet none to a person",
    reachesTooFar,
  ),
  importsOfTests: wall(
    "the program needs nothing of its tests and scripts",
    importsOfTests,
  ),
  impureNouns: wall("nouns and pages are pure", impureNouns),
  strayStatements: wall("SQL stands in queries files", strayStatements),
  writesOfOthers: wall(
    "only a room's own queries write its tables",
    writesOfOthers,
  ),
  tablesWithoutOwner: wall("every table has one owner", tablesWithoutOwner),
  longFiles: wall("a file has at most 300 lines", longFiles),
  longFunctions: wall("a function has at most 60 lines", longFunctions),
  wideDoors: wall("a door shows at most twelve names", wideDoors),
  crowdedBase: wall("the ground floor has at most ten files", crowdedBase),
  roomsWithoutReadme: wall("a room introduces itself", roomsWithoutReadme),
  vagueNames: wall("a file's name says what it is about", vagueNames),
  unwantedWords: wall("nothing is put off, hidden or local", unwantedWords),
  looseTypes: wall("no type and no error is waved through", looseTypes),
  missingLanguages: wall(
    "each area speaks all languages of its readers",
    missingLanguages,
  ),
  unequalMessages: wall("all languages say the same", unequalMessages),
  loosePins: wall("every package is one exact version", loosePins),
  unexplainedPackages: wall(
    "every package has a decision",
    unexplainedPackages,
  ),
  unexplainedTasks: wall("every task says what it does", unexplainedTasks),
  shapelessChangelog: wall(
    "the changelog speaks to operators first",
    shapelessChangelog,
  ),
  shapelessDecisions: wall("decisions have one shape", shapelessDecisions),
  staleConfiguration: wall(
    "the page of settings is what the settings say",
    staleConfiguration(configurationPage()),
  ),
  brokenLinks: wall("links between pages lead somewhere", brokenLinks),
} as const;

function wall(rule: string, complaints: Wall["complaints"]): Wall {
  return { rule, complaints };
}
