import { reads, source } from "../source.ts";
import { hubDescription } from "./hub.ts";
import { securityHub } from "./service.ts";

/** A filter of one attribute of findings. */
interface StringFilter {
  readonly Value: string;
  readonly Comparison: "EQUALS" | "NOT_EQUALS";
}

/** Which findings a shard holds. */
export interface FindingsShard {
  readonly name: string;
  readonly filters: Readonly<Record<"RecordState" | "SeverityLabel", readonly StringFilter[]>>;
}

const SEVERE = ["CRITICAL", "HIGH"] as const;
const MODERATE = ["MEDIUM", "LOW"] as const;

/** Equal filters of one attribute are joined by OR, unequal ones by AND. */
function equal(...values: readonly string[]): StringFilter[] {
  return values.map((Value) => ({ Value, Comparison: "EQUALS" }));
}

function unequal(...values: readonly string[]): StringFilter[] {
  return values.map((Value) => ({ Value, Comparison: "NOT_EQUALS" }));
}

/**
 * The shards: every finding belongs to exactly one, whatever its severity and state say, since the
 * last of each kind takes all that the others do not name. Those that matter most are read first.
 */
export const FINDINGS_SHARDS: readonly FindingsShard[] = [
  {
    name: "severe",
    filters: { RecordState: unequal("ARCHIVED"), SeverityLabel: equal(...SEVERE) },
  },
  {
    name: "moderate",
    filters: { RecordState: unequal("ARCHIVED"), SeverityLabel: equal(...MODERATE) },
  },
  {
    name: "minor",
    filters: { RecordState: unequal("ARCHIVED"), SeverityLabel: unequal(...SEVERE, ...MODERATE) },
  },
  { name: "archived", filters: { RecordState: equal("ARCHIVED"), SeverityLabel: [] } },
];

/** The largest page of `GetFindings`. */
const PAGE_ITEMS = 100;

/**
 * The findings of this account that Security Hub holds in a region, one source for each shard. In an
 * aggregation region copies of other regions' findings are among them, which
 * `securityhub.finding-aggregators` tells; an administrator's members are left out, as they have
 * evidence of their own.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
export const securityHubFindings = FINDINGS_SHARDS.map(({ name, filters }) =>
  source({
    name: `securityhub.findings-${name}`,
    scope: "regional",
    operations: [
      hubDescription,
      reads(securityHub, "GetFindings", {
        actions: ["securityhub:GetFindings"],
        streamed: true,
      }),
    ],
    async gather({ account, open }) {
      const { client, sdk } = await open(securityHub);
      // Where Security Hub is off this throws: there are no findings to ask for.
      await client.send(new sdk.DescribeHubCommand({}));
      const { RecordState, SeverityLabel } = filters;
      let NextToken: string | undefined;
      do {
        const page = new sdk.GetFindingsCommand({
          Filters: {
            AwsAccountId: equal(account),
            RecordState: [...RecordState],
            ...(SeverityLabel.length === 0 ? {} : { SeverityLabel: [...SeverityLabel] }),
          },
          MaxResults: PAGE_ITEMS,
          NextToken,
        });
        ({ NextToken } = await client.send(page));
      } while (NextToken);
    },
  }),
);
