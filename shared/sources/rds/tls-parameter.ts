/**
 * The parameter by which an engine turns away connections without TLS, by the engine's name up to
 * its edition (`sqlserver-ex`). Oracle has an option instead, and Db2 a port.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/SQLServer.Concepts.General.SSL.Using.html
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
 */
const TLS_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["postgres", "rds.force_ssl"],
  ["aurora-postgresql", "rds.force_ssl"],
  ["sqlserver", "rds.force_ssl"],
  ["mysql", "require_secure_transport"],
  ["mariadb", "require_secure_transport"],
  ["aurora-mysql", "require_secure_transport"],
  ["docdb", "tls"],
]);

/** The parameter of an engine; undefined for engines that have none. */
export function tlsParameterOf(engine: string | undefined): string | undefined {
  if (engine === undefined) return undefined;
  return TLS_PARAMETERS.get(engine) ?? TLS_PARAMETERS.get(engine.split("-")[0] ?? engine);
}

/** How one parameter of a group is asked for: the whole group would be many pages. */
export function onlyParameter(name: string) {
  return { Filters: [{ Name: "parameter-name", Values: [name] }], MaxRecords: 100 };
}
