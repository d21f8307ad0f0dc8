import { sayOfVisit } from "../ui/messages/visit.ts";
import type { StaffLanguage } from "../ui/words.ts";

/** Ends the visit for both; the script first tells the video server. */
export function EndButton({ language, visitId }: {
  readonly language: StaffLanguage;
  readonly visitId: string;
}) {
  const say = sayOfVisit(language);
  return (
    <>
      <a href="/today" target="_blank">{say("back")}</a>
      <form method="post" action={`/visits/${visitId}/end`} id="end">
        <button type="submit" class="grave">{say("end")}</button>
      </form>
    </>
  );
}
