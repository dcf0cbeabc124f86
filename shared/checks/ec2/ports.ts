/** The protocols whose ports rules name. */
export type PortProtocol = "tcp" | "udp";

/** The ports of one protocol from `from` to `to`, both included. */
export interface Ports {
  readonly protocol: PortProtocol;
  readonly from: number;
  readonly to: number;
}

/** What listens behind a range of ports. */
export interface PortService extends Ports {
  readonly name: string;
}

/** The last port of a protocol (RFC 9293 §3.1, RFC 768). */
export const LAST_PORT = 65_535;

/** A service on TCP, on one port or on a range. */
export function tcp(name: string, from: number, to = from): PortService {
  return { name, protocol: "tcp", from, to };
}

/** A service on UDP, on one port or on a range. */
export function udp(name: string, from: number, to = from): PortService {
  return { name, protocol: "udp", from, to };
}

/** How reasons name ports: `TCP port 22`, `UDP ports 0-65535`. */
export function describePorts({ protocol, from, to }: Ports): string {
  const name = protocol.toUpperCase();
  return from === to ? `${name} port ${from}` : `${name} ports ${from}-${to}`;
}

/** How reasons name a service with its ports: `SSH (TCP 22)`. */
export function describeService({ name, protocol, from, to }: PortService): string {
  return `${name} (${protocol.toUpperCase()} ${from === to ? from : `${from}-${to}`})`;
}

/** SSH's port, as IANA assigns it. */
export const SSH: readonly PortService[] = [tcp("SSH", 22)];

/** RDP's port; Windows offers it on UDP beside TCP. */
export const RDP: readonly PortService[] = [tcp("RDP", 3389), udp("RDP", 3389)];

/**
 * Default ports of databases and other stores of data, AWS's own and self-hosted. Aurora listens
 * where MySQL and PostgreSQL do.
 */
export const DATABASE_PORTS: readonly PortService[] = [
  tcp("SQL Server", 1433, 1434),
  udp("SQL Server Browser", 1434),
  tcp("Oracle", 1521),
  tcp("Oracle with TLS", 2483, 2484),
  tcp("MySQL or MariaDB", 3306),
  tcp("PostgreSQL", 5432),
  tcp("Redshift", 5439),
  tcp("CouchDB", 5984),
  tcp("Cassandra between nodes", 7000, 7001),
  tcp("Cassandra JMX", 7199),
  tcp("Neo4j", 7687),
  tcp("InfluxDB", 8086),
  tcp("ClickHouse", 8123),
  tcp("Neptune", 8182),
  tcp("Cassandra", 9042),
  tcp("Kafka", 9092),
  tcp("Kafka with TLS", 9094),
  tcp("Keyspaces", 9142),
  tcp("Cassandra Thrift", 9160),
  tcp("Elasticsearch or OpenSearch", 9200),
  tcp("Elasticsearch or OpenSearch between nodes", 9300),
  tcp("CockroachDB", 26_257),
  tcp("MongoDB or DocumentDB", 27_017, 27_019),
  tcp("Db2", 50_000),
];

/** Default ports of caches, which often ask for no password at all. */
export const CACHE_PORTS: readonly PortService[] = [
  tcp("Redis or Valkey", 6379, 6380),
  tcp("DynamoDB Accelerator", 8111),
  tcp("DynamoDB Accelerator with TLS", 9111),
  tcp("Memcached", 11_211),
  udp("Memcached", 11_211),
];

/** Default ports by which machines, files and clusters are administered, beside SSH and RDP. */
export const ADMINISTRATION_PORTS: readonly PortService[] = [
  tcp("FTP", 20, 21),
  tcp("Telnet", 23),
  tcp("RPC portmapper", 111),
  udp("RPC portmapper", 111),
  tcp("Windows RPC", 135),
  tcp("NetBIOS", 137, 139),
  udp("NetBIOS", 137, 139),
  udp("SNMP", 161),
  tcp("SMB", 445),
  tcp("rexec or rsh", 512, 514),
  udp("IPMI", 623),
  tcp("rsync", 873),
  tcp("NFS", 2049),
  tcp("Docker", 2375, 2376),
  tcp("etcd", 2379, 2380),
  tcp("Kibana or OpenSearch Dashboards", 5601),
  tcp("VNC", 5900, 5903),
  tcp("WinRM", 5985, 5986),
  tcp("Kubernetes API", 6443),
  tcp("kubelet", 10_250),
  tcp("read-only kubelet", 10_255),
];
