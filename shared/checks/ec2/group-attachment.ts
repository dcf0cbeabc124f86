import type { Cited } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import type { Judgement } from "../check.ts";
import { attachedInterfaces } from "./attached-interfaces.ts";

/** What a security group is attached to, as it weighs on a failure. */
export interface GroupAttachment {
  /** Ends a failure's reason: "It is attached to 2 network interfaces, eni-1 among them." */
  readonly sentence: string;
  readonly cites: readonly Cited<unknown>[];
  /** A group that is attached to nothing opens nothing yet: its failures are low. */
  readonly severity: Pick<Judgement, "severity">;
}

/** What the network interfaces of its region say of a security group. */
export function attachmentOf(
  groupId: string | undefined,
  evidence: EvidenceView,
  region: string | null,
): GroupAttachment {
  const { byGroup, whole, lists } = attachedInterfaces(evidence, region);
  const [first, ...others] = byGroup.get(groupId ?? "") ?? [];
  if (first !== undefined) {
    const id = first.value.NetworkInterfaceId ?? "an interface without an id";
    const sentence =
      others.length === 0
        ? `It is attached to the network interface ${id}.`
        : `It is attached to ${others.length + 1} network interfaces, ${id} among them.`;
    return { sentence, cites: [first.at("Groups")], severity: {} };
  }
  if (!whole || groupId === undefined) {
    return {
      sentence: "What it is attached to could not be read.",
      cites: [],
      severity: {},
    };
  }
  return {
    sentence: "It is attached to no network interface.",
    cites: lists,
    severity: { severity: "low" },
  };
}
