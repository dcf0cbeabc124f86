import { expect, it } from "vitest";
import { oncePerRegion } from "../../../shared/checks/ec2/once-per-region.ts";
import { EvidenceView } from "../../../shared/evidence/evidence-view.ts";

it("reckons once for each region of each evidence", () => {
  const reckoned: (string | null)[] = [];
  const named = oncePerRegion((_evidence, region) => {
    reckoned.push(region);
    return { region };
  });
  const [one, other] = [new EvidenceView([]), new EvidenceView([])];
  expect(named(one, "eu-west-1")).toBe(named(one, "eu-west-1"));
  expect(named(one, "us-east-1")).toEqual({ region: "us-east-1" });
  expect(named(other, "eu-west-1")).toEqual({ region: "eu-west-1" });
  expect(reckoned).toEqual(["eu-west-1", "us-east-1", "eu-west-1"]);
});
