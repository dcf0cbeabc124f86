import type { Cited, Recorded } from "../../evidence/cited.ts";
import { instances as source } from "../../sources/ec2/instances.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { JudgeContext, Member, Population } from "../check.ts";
import { computeMember } from "./compute-resource.ts";

type Page = Recorded<SourceOutput<typeof source, "DescribeInstances">>;
type Reservation = NonNullable<Page["Reservations"]>[number];

/** One instance as EC2 describes it. */
export type Instance = NonNullable<Reservation["Instances"]>[number];

/** States in which an instance has ended; EC2 goes on listing it for about an hour. */
const ENDED: ReadonlySet<string | undefined> = new Set(["shutting-down", "terminated"]);

/**
 * Every instance that exists, running or stopped: a stopped one starts with the settings that it has.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 */
export const instances: Population<Cited<Instance>> = {
  definition: "the instances, running or stopped",
  needs: [source],
  *members(context) {
    for (const member of listed(context)) {
      const state = stateOf(member.of);
      if (!ENDED.has(state)) yield member;
      else yield { ...member, excluded: `The instance ${member.resource.id} is ${state}.` };
    }
  },
};

/** Every instance that runs, or is about to. */
export const runningInstances: Population<Cited<Instance>> = {
  definition: "the running instances",
  needs: [source],
  *members(context) {
    for (const member of listed(context)) {
      const state = stateOf(member.of);
      // One that does not say its state may well run.
      if (state === "running" || state === undefined) yield member;
      else yield { ...member, excluded: `The instance ${member.resource.id} is ${state}.` };
    }
  },
};

function* listed(context: JudgeContext): Generator<Member<Cited<Instance>>> {
  const reservations = context.evidence.items(source, "DescribeInstances", "Reservations");
  for (const reservation of reservations) {
    for (const instance of reservation.at("Instances").each()) {
      yield computeMember("instance", instance, instance.value.InstanceId, context);
    }
  }
}

function stateOf({ value }: Cited<Instance>): string | undefined {
  return value.State?.Name;
}

/** How reasons name an instance: its id, and the name that people gave it. */
export function nameOfInstance({ InstanceId, Tags }: Instance): string {
  const id = InstanceId ?? "an instance without an id";
  const name = Tags?.find(({ Key }) => Key === "Name")?.Value;
  return name === undefined ? id : `${id} ${JSON.stringify(name)}`;
}
