import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { dbClusterTlsParameters } from "../../sources/rds/db-cluster-tls-parameters.ts";
import { dbTlsParameters } from "../../sources/rds/db-tls-parameters.ts";
import { onlyParameter, tlsParameterOf } from "../../sources/rds/tls-parameter.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { type Database, everyDatabase } from "./databases.ts";

type Parameter = NonNullable<
  Recorded<SourceOutput<typeof dbTlsParameters, "DescribeDBParameters">>["Parameters"]
>[number];

/** RDS for MySQL and PostgreSQL write 1 and 0, Aurora MySQL ON and OFF, DocumentDB its versions. */
const REQUIRING = ["1", "on", "enabled", "tls1.2+", "tls1.3+", "fips-140-3"];
const OPTIONAL = ["0", "off", "disabled"];

/**
 * The engine turns away whoever connects without TLS. Defaults differ by engine and version, so the
 * group's own value counts. Supporting: databases mostly answer inside a private network.
 */
export const databaseTlsRequired = check({
  id: "rds.database-tls-required",
  title: "Every database refuses connections without TLS",
  severity: "medium",
  controls: [supports("DP-02", "traffic to databases")],
  why: "A client that falls back to plain text sends the password and every row in the open, and nobody notices. The server's refusal makes that impossible for all of them.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Set rds.force_ssl to 1 (PostgreSQL, SQL Server), require_secure_transport to 1 or ON (MySQL, MariaDB) or tls to enabled (DocumentDB) in the parameter group. Move every client to TLS first: new connections without it are refused at once. Default groups cannot be changed, so make one of your own; changing the group takes a restart, as the parameter does for SQL Server and DocumentDB.",
    cli: "aws rds modify-db-parameter-group --db-parameter-group-name GROUP --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate",
    cdk: 'new rds.DatabaseInstance(this, "Database", { engine, vpc, parameterGroup: new rds.ParameterGroup(this, "Parameters", { engine, parameters: { "rds.force_ssl": "1" } }) });',
  },
  references: {
    fsbp: ["RDS.41", "RDS.44", "DocumentDB.6"],
    prowler: ["rds_instance_transport_encrypted"],
    docs: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterParameters.html",
    ],
  },
  population: everyDatabase,
  needs: [dbTlsParameters, dbClusterTlsParameters],
  judge(database, { evidence }, { id }) {
    const { Engine: engine } = database.value;
    const name = tlsParameterOf(engine);
    if (name === undefined) {
      const reason = `Whether the database ${id} requires TLS does not show in parameters of the engine ${engine ?? "that RDS does not name"}.`;
      return indeterminate(reason, database.at("Engine"));
    }
    const { group, pages, waiting } = groupOf(database, name, evidence);
    const value = pages
      .flatMap((page) => page.each())
      .find((parameter) => parameter.value.ParameterName === name)
      ?.at("ParameterValue");
    const said = value?.value?.toLowerCase();
    if (value === undefined || said === undefined) {
      const reason = `RDS does not say what ${name} is in the parameter group ${group} of the database ${id}.`;
      return indeterminate(reason, value ?? pages[0] ?? database);
    }
    if (OPTIONAL.includes(said)) {
      const reason = `The database ${id} takes connections without TLS: ${name} is ${value.value} in its parameter group ${group}.`;
      return fail(reason, value);
    }
    if (!REQUIRING.includes(said)) {
      const reason = `The value ${value.value} of ${name} in the parameter group ${group} of the database ${id} is not known to this rule.`;
      return indeterminate(reason, value);
    }
    return waiting === undefined
      ? pass(`The database ${id} requires TLS: ${name} is ${value.value} in ${group}.`, value)
      : indeterminate(
          `The parameter group ${group} requires TLS, but not all of it is in force for the database ${id} yet (${waiting.value ?? "no status"}).`,
          value,
          waiting,
        );
  },
});

interface Group {
  readonly group: string;
  readonly pages: readonly Cited<readonly Parameter[] | undefined>[];
  /** A status that says that parameters wait for something, or that RDS leaves out. */
  readonly waiting: Cited<string | undefined> | undefined;
}

/** The parameter group that a database has, and what it says of one parameter. */
function groupOf(database: Cited<Database>, parameter: string, evidence: EvidenceView): Group {
  const { file, value } = database;
  const region = file.region ?? undefined;
  const isWaiting = (status: Cited<string | undefined>) => status.value !== "in-sync";
  const { DBClusterParameterGroup: ofCluster } = value;
  if (ofCluster !== undefined) {
    const answer = evidence.call(
      dbClusterTlsParameters,
      "DescribeDBClusterParameters",
      { DBClusterParameterGroupName: ofCluster, ...onlyParameter(parameter) },
      region,
    );
    const statuses = database.at("DBClusterMembers").each();
    return {
      group: ofCluster,
      pages: answer.outcome === "ok" ? [answer.response.at("Parameters")] : [],
      waiting: statuses.map((member) => member.at("DBClusterParameterGroupStatus")).find(isWaiting),
    };
  }
  const [own] = database.at("DBParameterGroups").each();
  const name = own?.value.DBParameterGroupName;
  if (own === undefined || name === undefined) {
    return { group: "that RDS does not name", pages: [], waiting: undefined };
  }
  const answer = evidence.call(
    dbTlsParameters,
    "DescribeDBParameters",
    { DBParameterGroupName: name, ...onlyParameter(parameter) },
    region,
  );
  return {
    group: name,
    pages: answer.outcome === "ok" ? [answer.response.at("Parameters")] : [],
    waiting: [own.at("ParameterApplyStatus")].find(isWaiting),
  };
}
