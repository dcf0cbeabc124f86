import { describe, expect, it } from "vitest";
import { EvidenceView, Unread } from "../../shared/evidence/evidence-view.ts";
import { ec2 } from "../../shared/sources/ec2/service.ts";
import { reads, source } from "../../shared/sources/source.ts";
import { recorded } from "../checks/judging.ts";

const listing = (leavesOutEmpty: readonly string[]) =>
  source({
    name: "test.gates",
    scope: "regional",
    operations: [reads(ec2, "DescribeVpcs", { actions: ["ec2:DescribeVpcs"], leavesOutEmpty })],
    async gather() {},
  });

describe("a list that an answer lacks", () => {
  const itemsOf = (leavesOutEmpty: readonly string[], ...responses: object[]) => {
    const gates = listing(leavesOutEmpty);
    const calls = responses.map((response) => ({
      operation: "DescribeVpcs" as const,
      response: { ...response },
    }));
    return new EvidenceView([recorded(gates, calls)]).items(gates, "DescribeVpcs", "Vpcs");
  };

  it("is no empty list", () => {
    expect(() => itemsOf([], {})).toThrow(Unread);
  });

  it("is an empty one where its source declares that AWS leaves it out", () => {
    expect(itemsOf(["Vpcs"], {})).toEqual([]);
  });

  it("is no empty one where the source declares that of another", () => {
    expect(() => itemsOf(["Tags"], {})).toThrow(Unread);
  });

  it("ends the list where an earlier page had it", () => {
    const ids = itemsOf([], { Vpcs: [{ VpcId: "vpc-a" }] }, {}).map(({ value }) => value.VpcId);
    expect(ids).toEqual(["vpc-a"]);
  });
});
