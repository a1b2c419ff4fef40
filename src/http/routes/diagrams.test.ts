import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../../test/fixtures/small-run.ts";
import { type Deployments, openDeployments } from "../../serving/index.ts";
import { type App, createApp } from "../app.ts";

let home: SmallHome;
let deployments: Deployments;
let app: App;
beforeAll(async () => {
  home = await smallHome();
  await home.run();
  deployments = await openDeployments(home.store, { pollMs: 0 });
  app = await createApp({ store: home.store, deployments, version: "1.0.0" });
});
afterAll(async () => {
  await app.close();
  deployments.close();
  await home.close();
});

const get = (url: string) => app.inject({ method: "GET", url });

describe("GET /models/:model/diagrams/:kind", () => {
  it("draws a model's life, and the run that made a version", async () => {
    const life = (await get("/models/rides/diagrams/sequence")).json();
    expect(life).toMatchObject({ kind: "sequence", view: "life", title: "rides: from its first run on" });
    expect(life.text).toContain("sequenceDiagram");
    const run = (await get("/models/rides/diagrams/pie?version=1&aspect=classes")).json();
    expect(run).toMatchObject({ kind: "pie", view: "run" });
    expect((await get("/models/rides/diagrams/pie?version=champion")).json().view).toBe("run");
  });

  it("answers as Mermaid's text, or as a page that runs nothing but its own scripts", async () => {
    const text = await get("/models/rides/diagrams/flowchart?format=mmd");
    expect(text.headers["content-type"]).toBe("text/vnd.mermaid; charset=utf-8");
    expect(text.body).toContain("flowchart TB");
    const page = await get("/models/rides/diagrams/flowchart?format=html");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["content-security-policy"]).toMatch(/script-src 'sha256-.*frame-ancestors 'none'/);
    expect(page.body).toContain("<!doctype html>");
  });

  it.each([
    ["/models/ride/diagrams/flowchart", 404, "SERVING_MODEL_UNKNOWN"],
    ["/models/rides/diagrams/flow", 404, "PICTURE_KIND_UNKNOWN"],
    ["/models/rides/diagrams/pie?aspect=tme", 404, "PICTURE_ASPECT_UNKNOWN"],
    ["/models/rides/diagrams/flowchart?version=7", 404, "STORE_VERSION_UNKNOWN"],
    ["/models/rides/diagrams/flowchart?format=png", 400, "HTTP_BODY_INVALID"],
    ["/models/rides/diagrams/flowchart?fold=0", 400, "HTTP_BODY_INVALID"],
    ["/models/rides/diagrams/flowchart?version=1&version=2", 400, "HTTP_BODY_INVALID"],
  ])("refuses %s", async (url, status, code) => {
    const reply = await get(url);
    expect([reply.statusCode, reply.json().error.code]).toEqual([status, code]);
  });
});
