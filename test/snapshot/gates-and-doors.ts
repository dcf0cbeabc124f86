import type { Population } from "../../shared/checks/check.ts";
import { type AnyCheck, check, covers, fail, pass } from "../../shared/checks/check.ts";
import type { Cited } from "../../shared/evidence/cited.ts";
import { ec2 } from "../../shared/sources/ec2/service.ts";
import { reads, source } from "../../shared/sources/source.ts";

/** A regional source that lists, as small as one can be. */
export const gates = source({
  name: "test.gates",
  scope: "regional",
  operations: [reads(ec2, "DescribeVpcs", { actions: ["ec2:DescribeVpcs"] })],
  async gather() {},
});

/** A regional source with one call per resource. */
export const locks = source({
  name: "test.locks",
  scope: "regional",
  operations: [
    reads(ec2, "DescribeVpcAttribute", {
      actions: ["ec2:DescribeVpcAttribute"],
      gone: ["InvalidVpcID.NotFound"],
    }),
  ],
  async gather() {},
});

/** Every gate of every region. */
export const everyGate: Population<Cited<{ VpcId?: string; State?: string }>> = {
  definition: "every gate",
  needs: [gates],
  *members({ evidence }) {
    for (const gate of evidence.items(gates, "DescribeVpcs", "Vpcs")) {
      const id = gate.value.VpcId ?? "";
      yield {
        of: gate as unknown as Cited<{ VpcId?: string; State?: string }>,
        resource: {
          id,
          arn: `arn:aws:ec2:::gate/${id}`,
          type: "Test::Gate",
          region: gate.file.region,
        },
        at: gate,
        ...(id === "vpc-staff" ? { excluded: "the staff's own gate" } : {}),
      };
    }
  },
};

/** Passes for gates that are available, by the list alone. */
export const gateIsOpen: AnyCheck = check({
  id: "test.gate-open",
  title: "Gates are open",
  severity: "high",
  controls: [covers("NW-05", "default security groups")],
  why: "Because.",
  fix: { downtime: "none", steps: "Open it." },
  references: { docs: [] },
  population: everyGate,
  judge: (gate, _context, { id }) =>
    gate.value.State === "available"
      ? pass(`${id} is open.`, gate.at("State"))
      : fail(`${id} is shut.`, gate.at("State")),
});

/** Passes for gates whose lock was read. */
export const gateIsLocked: AnyCheck = check({
  id: "test.gate-locked",
  title: "Gates are locked",
  severity: "low",
  controls: [covers("NW-05", "default security groups")],
  why: "Because.",
  fix: { downtime: "none", steps: "Lock it." },
  references: { docs: [] },
  population: everyGate,
  needs: [locks],
  judge(gate, { evidence }, { id, region }) {
    const lock = evidence.call(
      locks,
      "DescribeVpcAttribute",
      { VpcId: gate.value.VpcId, Attribute: "enableDnsSupport" },
      region ?? undefined,
    );
    if (lock.outcome !== "ok") return fail(`${id} has no lock.`, lock.at);
    return lock.response.at("EnableDnsSupport", "Value").value === true
      ? pass(`${id} is locked.`, lock.response)
      : fail(`${id} is not locked.`, lock.response);
  },
});
