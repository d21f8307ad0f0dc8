import { OpenAPIHono } from "@hono/zod-openapi";
import { bearer, type Called, type GateNeeds } from "../people/mod.ts";
import { appointmentApi, type AppointmentApiNeeds } from "./appointment_api.ts";
import { clinicianApi } from "./clinician_api.ts";
import { type ApiDocument, ApiPage } from "./api_pages.tsx";
import { requestApi, type RequestNeeds } from "./request_api.ts";
import { sheetApi, type SheetApiNeeds } from "./sheet_api.ts";

/** What the whole API takes. */
export type ApiNeeds =
  & RequestNeeds
  & AppointmentApiNeeds
  & SheetApiNeeds
  & GateNeeds;

/** What machines are told about the API as a whole. */
const about = {
  openapi: "3.1.0",
  info: {
    title: "Visite",
    version: "1",
    description:
      "Book video consultations, read and change them, print their sheets. Times are RFC 3339 with the clinic's offset. Errors are `application/problem+json` (RFC 9457) with a stable `type`.",
  },
  security: [{ key: [] }],
};

/** The paths for machines, their description, and its page for people. */
export function appointmentsApi(needs: ApiNeeds): OpenAPIHono<Called> {
  const app = new OpenAPIHono<Called>();
  app.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "A key from the settings, with the scopes it was given.",
  });
  app.use("/api/v1/*", bearer(needs));
  app.route("/api/v1", requestApi(needs));
  app.route("/api/v1", appointmentApi(needs));
  app.route("/api/v1", clinicianApi(needs));
  app.route("/api/v1", sheetApi(needs));
  const document = app.getOpenAPI31Document({
    ...about,
    servers: [{ url: needs.publicUrl.origin }],
  });
  app.get("/api/openapi.json", (c) => c.json(document));
  app.get(
    "/api/docs",
    (c) => c.html(ApiPage({ document: document as unknown as ApiDocument })),
  );
  return app;
}
